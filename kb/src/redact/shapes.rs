//! The shapes of secrets, as those who hand them out publish them: the one table that reports, the search log and the
//! clipboard are read by.
//!
//! Tokens as gitleaks collects them; headers by RFC 9110 and 6265, addresses by RFC 3986, keys by RFC 7468.

/// How one kind of secret looks.
pub(super) struct Shape {
    /// What stands in every text that has one, in lower case: a text without any of them is not looked at further.
    pub(super) signs: &'static [&'static str],
    /// Where it has groups, the first that matched is the secret; what is before it only announces it.
    pub(super) pattern: &'static str,
}

const fn shape(signs: &'static [&'static str], pattern: &'static str) -> Shape {
    Shape { signs, pattern }
}

/// Begins a private key, of any kind.
pub(super) const KEY_BEGINS: &str = "PRIVATE KEY";
/// Ends one.
pub(super) const KEY_ENDS: &str = "-----END ";

pub(super) const SHAPES: [Shape; 36] = [
    // The end may be cut off.
    shape(
        &["private key"],
        r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?s:.*?)(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\z)",
    ),
    shape(&["age-secret-key-1"], r"\bAGE-SECRET-KEY-1[0-9A-Z]{20,}\b"),
    shape(&["akia", "asia", "abia", "acca"], r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}\b"),
    shape(&["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], r"\bgh[pousr]_[0-9A-Za-z]{20,}\b"),
    shape(&["github_pat_"], r"\bgithub_pat_[0-9A-Za-z_]{20,}\b"),
    shape(&["glpat-"], r"\bglpat-[0-9A-Za-z_-]{20,}"),
    shape(&["xox"], r"\bxox[abeoprs]-[0-9A-Za-z-]{10,}"),
    shape(&["xapp-"], r"\bxapp-[0-9]-[0-9A-Za-z-]{10,}"),
    shape(&["hooks.slack.com/"], r"\bhooks\.slack\.com/(?:services|workflows|triggers)/([0-9A-Za-z/+]{20,})"),
    shape(&["_live_", "_test_"], r"\b(?:sk|rk|pk)_(?:live|test)_[0-9A-Za-z]{10,}\b"),
    shape(&["sk-"], r"\bsk-[0-9A-Za-z_-]{20,}"),
    shape(&["aiza"], r"\bAIza[0-9A-Za-z_-]{35}"),
    shape(&["ya29."], r"\bya29\.[0-9A-Za-z_-]{20,}"),
    shape(&["gocspx-"], r"\bGOCSPX-[0-9A-Za-z_-]{20,}"),
    shape(&["npm_"], r"\bnpm_[0-9A-Za-z]{36}\b"),
    shape(&["pypi-"], r"\bpypi-[0-9A-Za-z_-]{50,}"),
    shape(&["dckr_pat_"], r"\bdckr_pat_[0-9A-Za-z_-]{20,}"),
    shape(&["dop_v1_", "doo_v1_", "dor_v1_"], r"\bdo[por]_v1_[0-9a-f]{64}\b"),
    shape(&["hvs.", "hvb."], r"\bhv[sb]\.[0-9A-Za-z_-]{20,}"),
    shape(&["sg."], r"\bSG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{16,}"),
    shape(&["atatt3"], r"\bATATT3[0-9A-Za-z_=-]{50,}"),
    shape(&["shpat_", "shpca_", "shppa_", "shpss_"], r"\bshp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}\b"),
    // The keys of Azure's connection strings and signed addresses.
    shape(&["accountkey=", "sharedaccesskey="], r"(?i)\b(?:account|sharedaccess)key=([0-9A-Za-z+/=]{20,})"),
    shape(&["sig="], r"[?&]sig=([0-9A-Za-z%+/=_-]{20,})"),
    // RFC 7519; the beginning alone tells who it was made for.
    shape(&["eyj"], r"\beyJ[0-9A-Za-z_-]{13,}(?:\.[0-9A-Za-z_-]*){0,4}"),
    // A scheme and what proves who asks: of most schemes one word, else the rest of the line.
    shape(
        &["authorization"],
        r#"(?i)\b(?:proxy-)?authorization["']?\s{0,3}[:=]\s{0,3}["']?(?:(?:basic|bearer|token)\s+([^\s"',]+)|(?:digest|negotiate|ntlm)\s+([^\r\n]+)|([^\s"'][^\r\n"']*))"#,
    ),
    shape(&["bearer"], r"(?i)\bbearer\s+([0-9A-Za-z._~+/-]{8,}=*)"),
    shape(&["cookie"], r#"(?i)\b(?:set-)?cookie["']?\s{0,3}:\s{0,3}["']?([^\s=;,"'\u2022]+=[^\r\n"']*)"#),
    // The password of an address, and a key in place of a name.
    shape(&["://"], r"\b[A-Za-z][0-9A-Za-z+.-]{1,20}://[^\s/:@]*:([^\s/@]+)@"),
    shape(&["://"], r"\b[A-Za-z][0-9A-Za-z+.-]{1,20}://([0-9A-Za-z_-]{16,})@"),
    // A setting that carries one. `=` gives a value; a colon may go on with prose where the word is an everyday one.
    shape(
        &["pass", "kennwort", "pwd", "secret", "key", "token", "credential"],
        r#"(?i)(?:password|passwd|passphrase|passwort|kennwort|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|token|credentials?)["']?\s{0,3}=\s{0,3}["']?([^\s"'&;,})]{3,})"#,
    ),
    shape(
        &["pass", "kennwort", "pwd", "key"],
        r#"(?i)(?:password|passwd|passphrase|passwort|kennwort|pwd|api[_-]?key|access[_-]?key|private[_-]?key)["']?\s{0,3}:\s{0,3}["']?([^\s"'&;,})]{3,})"#,
    ),
    shape(
        &["secret", "token", "credential", "pass", "key"],
        r#"(?i)(?:secret|token|credentials?|password|api[_-]?key)["']\s{0,3}[:=]\s{0,3}["']([^"']{3,})"#,
    ),
    shape(
        &["secret", "token", "credential"],
        r#"(?i)(?:secret|token|credentials?)\s{0,3}:\s{0,3}([^\s"'&;,})]{2,}[0-9][^\s"'&;,})]{2,})"#,
    ),
    shape(
        &["-pass", "-token", "-secret", "-api-key"],
        r"(?i)(?:^|\s)--?(?:password|passwd|token|secret|api-key)[ =](\S{3,})",
    ),
    shape(&["pin"], r#"(?i)\bpin["']?\s{0,3}[=:]\s{0,3}["']?([0-9]{4,12})\b"#),
];
