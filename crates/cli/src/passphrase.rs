//! Passphrases: from the terminal, unseen, or from a file descriptor; never from an argument or the environment.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{IsTerminal, Read, stdin};
use std::sync::{Mutex, PoisonError};

use fieldweek_app::error::{AppError, Result};
use secrecy::SecretString;

/// A descriptor that was read from, and the passphrase that came from it last.
#[derive(Default)]
struct Descriptor {
    file: Option<File>,
    last: Option<SecretString>,
}

static DESCRIPTORS: Mutex<BTreeMap<u32, Descriptor>> = Mutex::new(BTreeMap::new());

/// The longest passphrase, in bytes.
const LONGEST: usize = 1024;

/// Reads a passphrase from a file descriptor's first line, or asks on the terminal.
pub fn read(descriptor: Option<u32>, ask: &str) -> Result<SecretString> {
    match descriptor {
        Some(number) => from_descriptor(number),
        None if stdin().is_terminal() => from_terminal(ask),
        None => Err(AppError::usage(
            "passphrase.none",
            "A passphrase is needed, and there is no terminal to ask on.",
            "Give it with --passphrase-fd, for example --passphrase-fd 3 3<file.",
        )),
    }
}

/// Asks for a new passphrase twice, or reads it from a file descriptor.
pub fn choose(descriptor: Option<u32>, ask: &str) -> Result<SecretString> {
    let chosen = read(descriptor, ask)?;
    if descriptor.is_none() {
        let again = from_terminal("The same again")?;
        if !same(&chosen, &again) {
            return Err(AppError::usage("passphrase.differs", "The two are not the same.", "Try again; nothing was created."));
        }
    }
    Ok(chosen)
}

fn same(a: &SecretString, b: &SecretString) -> bool {
    use secrecy::ExposeSecret;
    a.expose_secret() == b.expose_secret()
}

fn from_terminal(ask: &str) -> Result<SecretString> {
    let typed = rpassword::prompt_password(format!("{ask}: "));
    typed
        .map(SecretString::from)
        .map_err(|_| AppError::refused("passphrase.terminal", "The terminal could not be read.", "Use --passphrase-fd."))
}

/// The next line of a descriptor; when there is none, the last one again, so that one line can serve for two passphrases.
fn from_descriptor(number: u32) -> Result<SecretString> {
    let mut known = DESCRIPTORS.lock().unwrap_or_else(PoisonError::into_inner);
    let descriptor = known.entry(number).or_default();
    let line = if number == 0 {
        first_line(&mut stdin().lock())?
    } else {
        let file = match &mut descriptor.file {
            Some(file) => file,
            none => none.insert(open(number)?),
        };
        first_line(file)?
    };
    if line.is_some() {
        descriptor.last = line;
    }
    descriptor.last.clone().ok_or_else(|| {
        AppError::usage(
            "passphrase.descriptor",
            format!("There is nothing to read from file descriptor {number}."),
            "Write the passphrase into it.",
        )
    })
}

fn open(number: u32) -> Result<File> {
    File::open(format!("/dev/fd/{number}")).map_err(|_| {
        AppError::usage(
            "passphrase.descriptor",
            format!("There is no file descriptor {number} to read."),
            "Open it for the command, for example 3<file.",
        )
    })
}

/// The next line, byte by byte, so that what follows it is left for the command; none at the end.
fn first_line(from: &mut impl Read) -> Result<Option<SecretString>> {
    let mut line = zeroize::Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = [0; 1];
    let mut ended = true;
    while from.read(&mut byte).is_ok_and(|read| read == 1) {
        ended = false;
        if byte == *b"\n" {
            break;
        }
        if line.len() == LONGEST {
            return Err(AppError::usage(
                "passphrase.long",
                format!("The passphrase is longer than {LONGEST} bytes."),
                "Use a shorter one.",
            ));
        }
        line.extend_from_slice(&byte);
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    match std::str::from_utf8(&line) {
        _ if ended => Ok(None),
        Ok(text) => Ok(Some(SecretString::from(text))),
        Err(_) => Err(AppError::usage("passphrase.text", "The passphrase is not UTF-8 text.", "Use another one.")),
    }
}
