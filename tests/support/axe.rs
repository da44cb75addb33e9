//! axe-core, from the UI's own npm packages, run inside the page. WebDriver scripts are not subject to the page's
//! content security policy.

use std::fmt;
use std::fs;
use std::path::Path;

use fantoccini::Client;
use fantoccini::error::CmdError;
use serde::Deserialize;

/// The rules: all of WCAG 2.2 up to AA.
const RUN: &str = "const done = arguments[arguments.length - 1];
    axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then((report) => done(report.violations.map(({ id, impact, help, nodes }) =>
        ({ id, impact, help, nodes: nodes.map((node) => node.html.slice(0, 200)) }))),
        (error) => done([{ id: 'axe', impact: null, help: String(error), nodes: [] }]));";

/// One rule the page breaks.
#[derive(Debug, Deserialize)]
pub(crate) struct Violation {
    /// The rule, such as `color-contrast`.
    pub(crate) id: String,
    /// How bad: `minor` to `critical`.
    pub(crate) impact: Option<String>,
    /// What the rule asks for.
    pub(crate) help: String,
    /// The markup of each element that breaks it, cut at 200 characters.
    pub(crate) nodes: Vec<String>,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let impact = self.impact.as_deref().unwrap_or("unrated");
        write!(f, "{} ({impact}): {}", self.id, self.help)?;
        self.nodes.iter().try_for_each(|node| write!(f, "\n      {node}"))
    }
}

pub(super) async fn run(client: &Client) -> Result<Vec<Violation>, CmdError> {
    if client.execute("return typeof axe;", vec![]).await? == "undefined" {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/node_modules/axe-core/axe.min.js");
        let source = fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}; `npm ci` in ui/ brings it", path.display()));
        client.execute(&format!("{source}\nwindow.axe = axe;"), vec![]).await?;
    }
    let found = client.execute_async(RUN, vec![]).await?;
    Ok(serde_json::from_value(found)?)
}
