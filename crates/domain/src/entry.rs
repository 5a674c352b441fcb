//! The typed value of a register: one statement, or several that contradict each other.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::change::{Logged, Timestamp};
use crate::id::{ChangeId, PersonId};

/// What somebody wrote into a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stated<T> {
    /// The value; none when the register was cleared.
    pub value: Option<T>,
    /// Who wrote it.
    pub by: PersonId,
    /// When, by their clock.
    pub at: Timestamp,
    /// The change that says so.
    pub change: ChangeId,
}

/// A register as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry<T> {
    heads: Vec<Stated<T>>,
}

impl<T> Default for Entry<T> {
    fn default() -> Self {
        Self { heads: Vec::new() }
    }
}

impl<T> Entry<T> {
    /// The value, when there is one head and it holds one.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        self.stated().and_then(|stated| stated.value.as_ref())
    }

    /// The one head with its author and time.
    #[must_use]
    pub fn stated(&self) -> Option<&Stated<T>> {
        match self.heads.as_slice() {
            [stated] => Some(stated),
            _ => None,
        }
    }

    /// Whether people wrote it without having seen each other's change. Nobody's is preferred; a person resolves it.
    #[must_use]
    pub fn conflict(&self) -> bool {
        self.heads.len() > 1
    }

    /// Every head.
    #[must_use]
    pub fn heads(&self) -> &[Stated<T>] {
        &self.heads
    }
}

impl<T: DeserializeOwned> Entry<T> {
    /// Reads the heads of a register. A value of another shape than the field's is an error of this whole register:
    /// part of a conflict must never look like the whole of it.
    pub(crate) fn read(heads: &[Logged]) -> Result<Self, serde_json::Error> {
        let stated = |logged: &Logged| {
            let change = logged.change();
            let value = if logged.clears() { None } else { Some(T::deserialize(&change.value)?) };
            Ok(Stated { value, by: change.author.clone(), at: change.at.clone(), change: logged.id() })
        };
        Ok(Self { heads: heads.iter().map(stated).collect::<Result<_, _>>()? })
    }
}
