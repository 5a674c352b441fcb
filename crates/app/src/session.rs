//! An open workspace with the person who works in it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use fieldweek_bundle::Roster;
use fieldweek_domain::assessment::Assessment;
use fieldweek_domain::authority::Devices;
use fieldweek_domain::change::Logged;
use fieldweek_domain::framework::{Form, Framework, parse};
use fieldweek_domain::id::{AssessmentId, CaseRef, InspectionId, PersonId};
use fieldweek_domain::inspection::{Case, Inspection};
use fieldweek_domain::progress::{Progress, progress};
use fieldweek_domain::register::{Register, Subject};
use fieldweek_domain::topic::Topic;
use fieldweek_store::{Vault, Workspace, Writer};
use fieldweek_sync::{Party, SyncError, kept_framework};
use secrecy::SecretString;
use serde_json::Value;

use crate::context::Clock;
use crate::error::{AppError, Result};
use crate::frameworks;
use crate::identity::Identity;

/// An open workspace with the person who works in it.
pub struct Session {
    pub(crate) workspace: Workspace,
    pub(crate) identity: Identity,
    pub(crate) clock: Arc<dyn Clock>,
    frameworks: RefCell<BTreeMap<String, Arc<Framework>>>,
    roster: RefCell<Option<Rc<Roster>>>,
}

/// A case with one assessment of it and the form it fills.
pub struct Work {
    /// The inspection, as far as it bears on this case.
    pub inspection: Inspection,
    /// Its framework.
    pub framework: Arc<Framework>,
    /// The assessment.
    pub id: AssessmentId,
    recovered: Vec<Register>,
}

impl Work {
    /// The case.
    ///
    /// # Errors
    /// When the inspection has no such case.
    pub fn case(&self) -> Result<&Case> {
        self.inspection.cases.get(&self.id.case).ok_or_else(|| no_case(&self.id.case))
    }

    /// The form of the case.
    ///
    /// # Errors
    /// When the kind of the case is not known or has no form.
    pub fn form(&self) -> Result<&Form> {
        let kind = self.case()?.kind.value();
        kind.and_then(|kind| self.framework.form_for(*kind)).ok_or_else(|| {
            AppError::refused(
                "case.no_form",
                format!("It is not known which form case {} has.", self.id.case),
                "Ask central to record the kind of the case.",
            )
        })
    }

    /// How far the assessment is, drafts that were left behind included.
    ///
    /// # Errors
    /// When there is no such assessment, or no form for it.
    pub fn progress(&self) -> Result<Progress> {
        let assessment = self.assessment()?;
        let progress = progress(self.form()?, &assessment.known_facts(self.case()?), assessment);
        Ok(progress.with_recovered(self.recovered.clone()))
    }

    /// The assessment.
    ///
    /// # Errors
    /// When it was not allocated.
    pub fn assessment(&self) -> Result<&Assessment> {
        self.inspection.assessments.get(&self.id).ok_or_else(|| {
            AppError::refused(
                "assessment.none",
                format!("There is no assessment {}.", self.id),
                "Check the reference; the lead or central allocates assessments.",
            )
        })
    }
}

fn no_case(case: &CaseRef) -> AppError {
    AppError::refused("case.none", format!("There is no case {case} in this inspection."), "Check the reference, or fetch the newest pack.")
}

impl Session {
    /// Opens the workspace in a folder.
    ///
    /// # Errors
    /// Wrong passphrase, missing keyring, foreign file and damaged file are four different errors.
    pub fn open(folder: &Path, passphrase: &SecretString, vault: &dyn Vault, clock: Arc<dyn Clock>) -> Result<Self> {
        Self::with(Workspace::open(folder, passphrase, vault)?, clock)
    }

    pub(crate) fn with(workspace: Workspace, clock: Arc<dyn Clock>) -> Result<Self> {
        let identity = Identity::load(&workspace)?;
        Ok(Self { workspace, identity, clock, frameworks: RefCell::default(), roster: RefCell::default() })
    }

    /// Whose workspace this is.
    #[must_use]
    pub const fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The newest roster that is here, verified against the pinned root.
    pub(crate) fn roster(&self) -> Result<Option<Rc<Roster>>> {
        let Some(stored) = self.workspace.newest_roster()? else { return Ok(None) };
        if let Some(known) = self.roster.borrow().as_ref().filter(|known| known.version() == u64::from(stored.version)) {
            return Ok(Some(Rc::clone(known)));
        }
        let verified = Roster::verify(stored.json.as_bytes(), stored.signature.as_bytes(), &self.identity.card.root);
        let roster = Rc::new(verified.map_err(AppError::coded)?);
        *self.roster.borrow_mut() = Some(Rc::clone(&roster));
        Ok(Some(roster))
    }

    /// The devices of the newest roster that is here.
    pub(crate) fn devices(&self) -> Result<Devices> {
        Ok(self.roster()?.map(|roster| roster.devices()).unwrap_or_default())
    }

    /// The people of the newest roster that is here.
    pub(crate) fn people(&self) -> Result<BTreeSet<PersonId>> {
        let people = |roster: Rc<Roster>| roster.content().people.iter().map(|person| person.id.clone()).collect();
        Ok(self.roster()?.map(people).unwrap_or_default())
    }

    /// Refuses a person that the roster does not know.
    pub(crate) fn must_know(&self, people: &[PersonId]) -> Result<()> {
        let known = self.people()?;
        match people.iter().find(|person| !known.contains(*person)) {
            None => Ok(()),
            Some(person) => Err(AppError::usage(
                "person.unknown",
                format!("The roster has no person {person}."),
                "Check the id, or approve the enrolment of their machine first.",
            )),
        }
    }

    /// This workspace and its keys, to take part in an exchange.
    pub(crate) fn exchange<T>(&mut self, with: impl FnOnce(&mut Party<'_>) -> std::result::Result<T, SyncError>) -> Result<T> {
        let clock = Arc::clone(&self.clock);
        let now = move || clock.now();
        let identity = &self.identity;
        let mut party =
            Party { workspace: &mut self.workspace, signing: &identity.signing, age: &identity.age, root: &identity.card.root, now: &now };
        Ok(with(&mut party)?)
    }

    /// The inspection that is meant: the one given, or the only one there is.
    ///
    /// # Errors
    /// When there is none, or several and none is given.
    pub fn which_inspection(&self, given: Option<&str>) -> Result<InspectionId> {
        let known = self.workspace.inspections()?;
        if let Some(text) = given {
            let id: InspectionId =
                text.parse().map_err(|error| AppError::usage("inspection.name", format!("{error}."), "Check the inspection's id."))?;
            return if known.contains(&id) { Ok(id) } else { Err(no_inspection(text)) };
        }
        match known.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(AppError::refused(
                "inspection.none",
                "There is no inspection in this workspace yet.",
                "Fetch the pack with sync first.",
            )),
            several => Err(AppError::usage(
                "inspection.which",
                "There are several inspections in this workspace.",
                format!("Say which with --inspection: {}.", several.iter().map(InspectionId::as_str).collect::<Vec<_>>().join(", ")),
            )),
        }
    }

    /// The whole inspection.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn inspection(&self, id: &InspectionId) -> Result<Inspection> {
        Ok(Inspection::read(&self.workspace.heads(id)?))
    }

    /// The inspection as far as it bears on one assessment: cheap to read before every write.
    ///
    /// # Errors
    /// When the store cannot be read, or the inspection's framework is not here.
    pub fn work(&self, inspection_id: &InspectionId, id: AssessmentId) -> Result<Work> {
        let mut heads = Vec::new();
        for topic in [Topic::Inspection, Topic::Case(id.case.clone()), Topic::Assessment(id.clone())] {
            heads.extend(self.workspace.heads_about(inspection_id, &subject(&topic)?)?);
        }
        let inspection = Inspection::read(&heads);
        let framework = self.framework_of(&inspection)?;
        let own = subject(&Topic::Assessment(id.clone()))?;
        let drafts = self.workspace.drafts(inspection_id)?.into_iter().map(|draft| draft.register);
        let recovered = drafts.filter(|register| register.subject == own).collect();
        Ok(Work { inspection, framework, id, recovered })
    }

    /// The framework of an inspection: from the pack it came with, or built in when it is the very same content.
    ///
    /// # Errors
    /// When it is neither here nor built in.
    pub fn framework_of(&self, inspection: &Inspection) -> Result<Arc<Framework>> {
        let edition = inspection.edition.value().ok_or_else(|| {
            AppError::refused(
                "inspection.no_framework",
                "It is not known which framework the inspection uses.",
                "Fetch the newest pack with sync.",
            )
        })?;
        if let Some(known) = self.frameworks.borrow().get(&edition.digest) {
            return Ok(Arc::clone(known));
        }
        let framework = Arc::new(self.load_framework(&edition.framework, &edition.digest)?);
        self.frameworks.borrow_mut().insert(edition.digest.clone(), Arc::clone(&framework));
        Ok(framework)
    }

    fn load_framework(&self, id: &str, digest: &str) -> Result<Framework> {
        if let Some(files) = kept_framework(&self.workspace, digest)? {
            return parse(&files).map_err(|problems| frameworks::not_sound("of this inspection", &problems));
        }
        let built_in = frameworks::load(id).ok().filter(|framework| framework.digest == digest);
        built_in.ok_or_else(|| {
            AppError::refused(
                "framework.other_edition",
                format!("The inspection uses an edition of {id} that is not on this machine."),
                "Fetch the newest pack with sync; nothing recorded is lost.",
            )
        })
    }

    /// Writes registers in one transaction. Durable when this returns.
    pub(crate) fn record(&mut self, inspection: &InspectionId, writes: &[(Register, Value)]) -> Result<Vec<Logged>> {
        let writer = Writer { inspection: inspection.clone(), device: self.identity.device(), author: self.identity.person.clone() };
        let devices = self.devices()?;
        Ok(self.workspace.record(&writer, &self.clock.now(), writes, &devices)?)
    }
}

fn no_inspection(text: &str) -> AppError {
    AppError::refused(
        "inspection.unknown",
        format!("There is no inspection {text} in this workspace."),
        "Check the id, or fetch its pack with sync.",
    )
}

pub(crate) fn subject(topic: &Topic) -> Result<Subject> {
    topic.subject().map_err(|error| AppError::usage("subject.name", format!("{error}."), "Check the reference."))
}

pub(crate) fn register(topic: &Topic, field: impl AsRef<str>) -> Result<Register> {
    topic.register(field).map_err(|error| AppError::usage("register.name", format!("{error}."), "Check the id."))
}

/// Reads `C07` as its primary assessment, and `C07.second` as it says.
///
/// # Errors
/// When it is neither.
pub fn assessment_id(text: &str) -> Result<AssessmentId> {
    let parsed = if text.contains('.') { text.parse() } else { text.parse::<CaseRef>().map(AssessmentId::primary) };
    parsed.map_err(|error| AppError::usage("assessment.name", format!("{error}."), "Give a case reference such as C07, or C07.second."))
}
