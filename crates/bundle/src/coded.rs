//! One way to declare errors: every variant has a stable code for programs and one sentence for people.

/// Declares an error enum with a stable machine code per variant.
///
/// Variants under `say` are failures of their own; variants under `pass` carry the failure of a layer below, with its code.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            say { $( $(#[$doc:meta])* $variant:ident $( ( $($field:ty),+ ) )? = $code:literal, $text:literal; )* }
            $( pass { $( $(#[$inner_doc:meta])* $outer:ident ( $inner:ty ); )* } )?
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        pub enum $name {
            $( $(#[$doc])* #[error($text)] $variant $( ( $($field),+ ) )?, )*
            $( $( $(#[$inner_doc])* #[error(transparent)] $outer(#[from] $inner), )* )?
        }

        impl $name {
            /// The codes of the failures of this layer, without those of the layers below.
            pub const CODES: &'static [&'static str] = &[$( $code ),*];

            /// The stable code of this failure, for programs and for `docs/formats.md`.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self {
                    $( Self::$variant { .. } => $code, )*
                    $( $( Self::$outer(inner) => inner.code(), )* )?
                }
            }
        }
    };
}

pub(crate) use coded;
