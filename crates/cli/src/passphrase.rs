//! Passphrases: from the terminal, unseen, or from a file descriptor; never from an argument or the environment.

use std::fs::File;
use std::io::{IsTerminal, Read, stdin};

use fieldweek_app::error::{AppError, Result};
use secrecy::SecretString;

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

fn from_descriptor(number: u32) -> Result<SecretString> {
    if number == 0 {
        return first_line(&mut stdin().lock());
    }
    let opened = File::open(format!("/dev/fd/{number}"));
    let mut file = opened.map_err(|_| {
        AppError::usage(
            "passphrase.descriptor",
            format!("There is no file descriptor {number} to read."),
            "Open it for the command, for example 3<file.",
        )
    })?;
    first_line(&mut file)
}

/// Byte by byte, so that what follows the line is left for the command.
fn first_line(from: &mut impl Read) -> Result<SecretString> {
    let mut line = zeroize::Zeroizing::new(Vec::with_capacity(LONGEST));
    let mut byte = [0; 1];
    while from.read(&mut byte).is_ok_and(|read| read == 1) && byte != *b"\n" {
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
    let text = std::str::from_utf8(&line);
    text.map(SecretString::from).map_err(|_| AppError::usage("passphrase.text", "The passphrase is not UTF-8 text.", "Use another one."))
}
