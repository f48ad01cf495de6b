//! `-o NAME[=ARGUMENT]`: the formats that a command has.

use std::ffi::OsStr;

use clap::{
    Arg, Command,
    builder::{PossibleValue, PossibleValuesParser, TypedValueParser},
    error::{ContextKind, ContextValue, ErrorKind},
};

use crate::render::{DocumentKind, Format};

/// Reads a format that an answer of this kind has.
#[derive(Clone)]
pub(super) struct FormatParser(pub(super) DocumentKind);

impl FormatParser {
    fn values(&self) -> Vec<PossibleValue> {
        let values = Format::all(self.0);
        values
            .map(|(name, about)| PossibleValue::new(name).help(about))
            .collect()
    }
}

impl TypedValueParser for FormatParser {
    type Value = Format;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<Format, clap::Error> {
        let text = value.to_string_lossy();
        match Format::read(&text, self.0) {
            Ok(Some(format)) => Ok(format),
            // The error names those that there are.
            Ok(None) => {
                let refused = PossibleValuesParser::new(self.values()).parse_ref(command, arg, value);
                Err(refused
                    .err()
                    .unwrap_or_else(|| clap::Error::new(ErrorKind::InvalidValue)))
            }
            Err(message) => {
                let mut error = clap::Error::new(ErrorKind::ValueValidation).with_cmd(command);
                let arg = arg.map(ToString::to_string).unwrap_or_default();
                error.insert(ContextKind::InvalidArg, ContextValue::String(arg));
                error.insert(
                    ContextKind::InvalidValue,
                    ContextValue::String(format!("{text}: {message}")),
                );
                Err(error)
            }
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.values().into_iter()))
    }
}
