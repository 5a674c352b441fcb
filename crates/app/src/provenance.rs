//! Where an assessment's answers came from: in which bundle, and what was verified.

use fieldweek_bundle::words;
use fieldweek_domain::id::InspectionId;
use fieldweek_report::case_summary::{Fingerprint, Provenance};

use crate::error::Result;
use crate::session::{Session, Work};

/// The bundle that holds the last change of the assessment, and what is known of it.
pub(crate) fn provenance(session: &Session, inspection: &InspectionId, work: &Work) -> Result<Provenance> {
    let answers = work.assessment()?.answers.values().flat_map(|entry| entry.heads());
    let mut newest = None;
    for stated in answers {
        let change = session.workspace.change(stated.change)?;
        newest = newest.max(change.map(|logged| (logged.change().lamport, logged.change().seq, logged.change().device.clone())));
    }
    let Some((_, seq, device)) = newest else {
        return Ok(Provenance { bundle: None, verification: "Nothing is recorded yet.".to_owned() });
    };
    if device == session.identity.device() {
        let sent = session.workspace.sent(inspection)?;
        let sealed = sent.iter().find(|sent| (sent.first..=sent.last).contains(&seq));
        return Ok(match sealed {
            None => Provenance { bundle: None, verification: "Recorded on this machine; not yet sent.".to_owned() },
            Some(sent) => Provenance {
                bundle: Some(fingerprint(&sent.bundle)),
                verification: format!("Sealed on this machine, signed by device {device}."),
            },
        });
    }
    let accepted = session.workspace.accepted(inspection)?;
    let found = accepted.iter().find(|accepted| accepted.device == device && (accepted.first..=accepted.last).contains(&seq));
    let roster = session.workspace.newest_roster()?.map_or(0, |roster| roster.version);
    Ok(match found {
        None => Provenance { bundle: None, verification: format!("Recorded by device {device}.") },
        Some(accepted) => Provenance {
            bundle: Some(fingerprint(&accepted.bundle)),
            verification: format!("Verified: signed by device {device}, known to roster version {roster}."),
        },
    })
}

fn fingerprint(hash: &[u8; 32]) -> Fingerprint {
    Fingerprint { hex: hex::encode(hash), words: words(hash).join(" ") }
}
