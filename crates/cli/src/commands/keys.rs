//! `fieldweek keys`.

use std::io::{Write, stderr};

use fieldweek_app::error::Result;
use fieldweek_app::keys::{public, secret_age_identity};
use secrecy::ExposeSecret;
use serde_json::json;

use super::Setting;
use crate::args::Keys;
use crate::output;

pub fn run(setting: &Setting, command: &Keys) -> Result<()> {
    let Keys::Export { secret_age_identity: secret } = command;
    let session = setting.open()?;
    let keys = public(&session);
    if *secret {
        // A warning that cannot be shown must not keep the person from their key.
        let _ = writeln!(
            stderr().lock(),
            "WARNING: whoever has this identity can read every bundle sealed for this machine. Keep it off disks and chats."
        );
    }
    let identity = secret.then(|| secret_age_identity(&session));
    if setting.json {
        let identity = identity.as_ref().map(|identity| identity.expose_secret().to_owned());
        return output::json(
            &json!({ "device": keys.device, "minisign": keys.minisign, "age_recipient": keys.age_recipient, "age_identity": identity }),
        );
    }
    match identity {
        Some(identity) => output::say(format!("# public key: {}\n{}", keys.age_recipient, identity.expose_secret())),
        None => output::say(keys.minisign),
    }
    Ok(())
}
