//! What surrounds a case: the customer's other cases, and the cases that are open beside it.

use serde::{Deserialize, Serialize};

use super::CaseRow;
use crate::model::VaultPath;

/// What is known of the customer of a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CustomerContext {
    /// The customer; `None` when the case names none.
    pub customer: Option<String>,
    /// Their other cases: open ones first, then the latest.
    pub cases: Vec<CustomerCase>,
    /// How many there are in all.
    pub total: u32,
    /// What their latest other cases say they run on, and this one does not.
    pub environment: Vec<EnvironmentFact>,
}

/// Another case of the customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CustomerCase {
    /// Its row.
    pub case: CaseRow,
    /// Its resolution code.
    pub resolution: Option<String>,
    /// The title of the article that resolved it or came from it.
    pub resolved_by: Option<String>,
}

/// A statement of an Environment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EnvironmentFact {
    /// What it says, Markdown of one line.
    pub text: String,
    /// The case that says so.
    pub path: VaultPath,
}

/// The cases that are open in the window, by the number of their key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OpenCases {
    /// The case at each number from 1 on; `None` where none is.
    pub slots: Vec<Option<VaultPath>>,
}
