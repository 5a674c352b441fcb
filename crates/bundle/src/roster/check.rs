//! What every roster must be in itself, whoever signed it.

use std::collections::BTreeSet;

use fieldweek_domain::authority::Role;

use super::{Device, FORMAT, HIGHEST_VERSION, RosterContent, RosterError};

pub(super) fn content(roster: &RosterContent) -> Result<(), RosterError> {
    if roster.format != FORMAT {
        return Err(RosterError::Format);
    }
    if !(1..=HIGHEST_VERSION).contains(&roster.version) || (roster.version == 1) != roster.prev.is_none() {
        return Err(RosterError::Version);
    }
    if !is_plain(&roster.organisation) {
        return Err(RosterError::Organisation);
    }
    if !roster.people.is_sorted_by(|a, b| a.id < b.id) {
        return Err(RosterError::People);
    }
    if !roster.devices.is_sorted_by(|a, b| a.id < b.id) {
        return Err(RosterError::Devices);
    }
    let mut recipients = BTreeSet::from([&roster.recovery]);
    for one in &roster.devices {
        device(one, roster)?;
        if !recipients.insert(&one.recipient) {
            return Err(RosterError::SharedRecipient);
        }
    }
    let central = roster.devices.iter().any(|device| device.role == Role::Central && device.revoked.is_none());
    if central { Ok(()) } else { Err(RosterError::NoCentral) }
}

fn device(device: &Device, roster: &RosterContent) -> Result<(), RosterError> {
    if device.signing_key.device() != device.id || !device.signing_key.has_derived_id() {
        return Err(RosterError::DeviceKey);
    }
    if roster.people.binary_search_by(|person| person.id.cmp(&device.person)).is_err() {
        return Err(RosterError::PersonUnknown);
    }
    if device.enrolled == 0 || device.enrolled > roster.version {
        return Err(RosterError::Enrolled);
    }
    if let Some(replaced) = &device.replaces {
        let old = roster.devices.iter().find(|other| other.id == *replaced && other.id != device.id);
        let fits = |old: &Device| old.person == device.person && old.role == device.role && old.enrolled < device.enrolled;
        if !old.is_some_and(fits) {
            return Err(RosterError::Replaces);
        }
    }
    let revoked = device.revoked.as_deref().unwrap_or_default();
    if revoked.is_sorted_by(|a, b| a.inspection < b.inspection) { Ok(()) } else { Err(RosterError::Revocation) }
}

fn is_plain(text: &str) -> bool {
    let edges = text.starts_with(char::is_whitespace) || text.ends_with(char::is_whitespace);
    let plain = text.chars().all(|c| !c.is_control() && c != '"' && c != '\\');
    !text.is_empty() && text.len() <= 120 && !edges && plain
}
