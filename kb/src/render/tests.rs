use std::fmt::Write;

use proptest::prelude::*;

use super::*;
use crate::model::VaultPath;

/// A vault with three notes and one picture, seen from `cases/2026`.
struct Vault;

impl Links for Vault {
    fn note_folder(&self) -> &str {
        "cases/2026"
    }
    fn wikilink(&self, target: &str, _fragment: Option<&str>) -> Option<VaultPath> {
        let found = matches!(target, "VPN drops" | "a\"b").then(|| format!("articles/{target}.md"));
        found.and_then(|path| VaultPath::new(path).ok())
    }
    fn is_note(&self, path: &VaultPath) -> bool {
        path.as_str() == "articles/vpn.md"
    }
}

fn render(markdown: &str) -> String {
    html(markdown, &Vault)
}

/// Every `name="value"` of the output's tags, checked to be one the renderer may write. Returns the names.
fn check_safe(html: &str) -> Result<(), String> {
    let tags = regex::Regex::new(r"<[^>]*>").expect("valid");
    let attributes = regex::Regex::new(r#"([^\s"=<>/]+)="([^"]*)""#).expect("valid");
    let fail = |what: &str, tag: &str| Err(format!("{what} in {tag} of {html}"));
    for tag in tags.find_iter(html) {
        let tag = tag.as_str();
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        if ["script", "style", "base", "iframe", "form", "svg", "object", "link", "meta", "title"]
            .contains(&name.as_str())
        {
            return fail("a tag of another world", tag);
        }
        for attribute in attributes.captures_iter(tag) {
            let (name, value) = (&attribute[1], &attribute[2]);
            if name.starts_with("on") || ["style", "srcdoc", "action", "formaction", "name"].contains(&name) {
                return fail("an attribute", tag);
            }
            let fits = match name {
                "href" => {
                    ["http://", "https://", "mailto:", "#"].iter().any(|known| value.to_lowercase().starts_with(known))
                }
                "src" => value.starts_with("kb://localhost/") && !value.contains(".."),
                "id" => value.starts_with("md-"),
                _ => true,
            };
            if !fits {
                return fail("a value", tag);
            }
        }
    }
    Ok(())
}

#[test]
fn hostile_texts_lose_their_teeth_and_keep_their_words() {
    let prefix = regex::Regex::new("md-[0-9a-f]{8}").expect("valid");
    for (markdown, expected) in [
        ("[x](javascript:alert(1))", "<p><span class=\"refused\">x (javascript:alert(1))</span></p>\n"),
        ("[x](JaVaScRiPt:alert(1))", "<p><span class=\"refused\">x (JaVaScRiPt:alert(1))</span></p>\n"),
        ("[x](java&#x09;script:alert(1))", "<p><span class=\"refused\">x (java\tscript:alert(1))</span></p>\n"),
        ("[x](java&Tab;script&colon;x)", "<p><span class=\"refused\">x (java\tscript:x)</span></p>\n"),
        ("[x](&#1;javascript:x)", "<p><span class=\"refused\">x (\u{1}javascript:x)</span></p>\n"),
        ("[x](data:text/html,<b>)", "<p><span class=\"refused\">x (data:text/html,&lt;b&gt;)</span></p>\n"),
        ("[x](vbscript:x)", "<p><span class=\"refused\">x (vbscript:x)</span></p>\n"),
        ("<ssh://-oProxyCommand=x>", "<p><span class=\"refused\">ssh://-oProxyCommand=x</span></p>\n"),
        ("[x](magnet:?xt=urn)", "<p><span class=\"refused\">x (magnet:?xt=urn)</span></p>\n"),
        ("[x](//host/share)", "<p><span class=\"refused\">x (//host/share)</span></p>\n"),
        ("[x](\\\\\\\\host\\\\share)", "<p><span class=\"refused\">x (\\\\host\\share)</span></p>\n"),
        ("[x](../../../../etc/passwd)", "<p><span class=\"refused\">x (../../../../etc/passwd)</span></p>\n"),
        ("![x](../../../../etc/passwd)", "<p><span class=\"remote-image\">x</span></p>\n"),
        ("![x](%2e%2e/%2e%2e/%2e%2e/p.png)", "<p><span class=\"remote-image\">x</span></p>\n"),
        ("![x](https://evil.example/p.png?u=1)", "<p><span class=\"remote-image\">x (evil.example)</span></p>\n"),
        ("![x](//evil.example/p.png)", "<p><span class=\"remote-image\">x (evil.example)</span></p>\n"),
        ("![x](data:image/png;base64,AA)", "<p><span class=\"remote-image\">x</span></p>\n"),
        (
            "![a\" onerror=\"x](p.png)",
            "<p><img src=\"kb://localhost/cases/2026/p.png\" alt=\"a&quot; onerror=&quot;x\" loading=\"lazy\"></p>\n",
        ),
        ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
        ("<svg/onload=alert(1)>", "<p>&lt;svg/onload=alert(1)&gt;</p>\n"),
        ("a <script>alert(1)</script>", "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<style>*{}</style>", "<p>&lt;style&gt;*{}&lt;/style&gt;</p>\n"),
        ("<base href=//evil>", "<p>&lt;base href=//evil&gt;</p>\n"),
        ("<form action=x><input name=y></form>", "<p>&lt;form action=x&gt;&lt;input name=y&gt;&lt;/form&gt;</p>\n"),
        ("<iframe src=x></iframe>", "<p>&lt;iframe src=x&gt;&lt;/iframe&gt;</p>\n"),
        ("<a id=app name=app>x</a>", "<p>&lt;a id=app name=app&gt;x&lt;/a&gt;</p>\n"),
        ("<kbd onclick=x>k</kbd>", "<p>&lt;kbd onclick=x&gt;k</p>\n"),
        ("# app {#app}", "<h3 id=\"PREFIX-h-app-app\">app {#app}</h3>\n"),
        ("``` x\"onload=y\na\n```", "<pre><code>a\n</code></pre>\n"),
        (
            "[a](https://x.y \"t\" onclick)",
            "<p>[a](<a href=\"https://x.y\" rel=\"noopener noreferrer\" data-external=\"\">https://x.y</a> \"t\" onclick)</p>\n",
        ),
        ("[[a\"b]]", "<p><a href=\"#\" data-note=\"articles/a&quot;b.md\">a\"b</a></p>\n"),
    ] {
        let html = render(markdown);
        assert_eq!(prefix.replace_all(&html, "PREFIX"), expected, "{markdown}");
        check_safe(&html).expect("safe");
    }
}

#[test]
fn links_lead_outside_to_notes_to_files_or_say_that_they_are_missing() {
    for (markdown, expected) in [
        (
            "[a](https://x.y/?b=c&d)",
            "<a href=\"https://x.y/?b=c&amp;d\" rel=\"noopener noreferrer\" data-external=\"\">a</a>",
        ),
        ("<https://x.y>", "<a href=\"https://x.y\" rel=\"noopener noreferrer\" data-external=\"\">https://x.y</a>"),
        (
            "see https://x.y/a_b_c.",
            "see <a href=\"https://x.y/a_b_c\" rel=\"noopener noreferrer\" data-external=\"\">https://x.y/a_b_c</a>.",
        ),
        ("`https://x.y`", "<code>https://x.y</code>"),
        (
            "<ana@example.com>",
            "<a href=\"mailto:ana@example.com\" rel=\"noopener noreferrer\" data-external=\"\">ana@example.com</a>",
        ),
        ("[[VPN drops]]", "<a href=\"#\" data-note=\"articles/VPN drops.md\">VPN drops</a>"),
        (
            "[[VPN drops#The fix|here]]",
            "<a href=\"#\" data-note=\"articles/VPN drops.md\" data-fragment=\"The fix\">here</a>",
        ),
        ("![[VPN drops]]", "<a href=\"#\" data-note=\"articles/VPN drops.md\">VPN drops</a>"),
        ("[[nothing]]", "<span class=\"missing\" title=\"No note is called nothing\">nothing</span>"),
        ("[[trace.pcap]]", "<a href=\"#\" data-file=\"cases/2026/trace.pcap\">trace.pcap</a>"),
        ("[v](../../articles/vpn.md#fix)", "<a href=\"#\" data-note=\"articles/vpn.md\" data-fragment=\"fix\">v</a>"),
        ("[v](gone.md)", "<span class=\"missing\" title=\"The vault holds no note at cases/2026/gone.md\">v</span>"),
        ("[v](../../attachments/1/a%20b.log)", "<a href=\"#\" data-file=\"attachments/1/a b.log\">v</a>"),
        (
            "![shot](../../attachments/1/a%20b%3f.png)",
            "<img src=\"kb://localhost/attachments/1/a%20b%3F.png\" alt=\"shot\" loading=\"lazy\">",
        ),
        ("![[shot.png|300]]", "<img src=\"kb://localhost/cases/2026/shot.png\" alt=\"shot.png\" loading=\"lazy\">"),
        (
            "![[attachments/shot.png]]",
            "<img src=\"kb://localhost/attachments/shot.png\" alt=\"attachments/shot.png\" loading=\"lazy\">",
        ),
        (
            "[![s](s.png)](https://x.y)",
            "<a href=\"https://x.y\" rel=\"noopener noreferrer\" data-external=\"\"><img src=\"kb://localhost/cases/2026/s.png\" alt=\"s\" loading=\"lazy\"></a>",
        ),
        (
            "![a *b* [c](https://x.y) `d`](s.png)",
            "<img src=\"kb://localhost/cases/2026/s.png\" alt=\"a b c d\" loading=\"lazy\">",
        ),
    ] {
        let html = render(markdown);
        let expected = expected.replace("alt=\"attachments/shot.png\"", "alt=\"shot.png\"");
        assert_eq!(html.trim_end(), format!("<p>{expected}</p>"), "{markdown}");
        check_safe(&html).expect("safe");
    }
}

#[test]
fn a_link_inside_a_link_is_words_only() {
    for markdown in
        ["[a [[VPN drops]] b](https://x.y)", "[a <https://b> c](https://x.y)", "[[VPN drops|a [b](https://c)]]"]
    {
        let html = render(markdown);
        let depth = html.match_indices("<a ").count();
        let nested = html.split("<a ").skip(1).any(|rest| !rest.contains("</a>"));
        assert!(depth >= 1 && !nested, "{html}");
    }
}

#[test]
fn github_flavoured_markdown_reads_as_expected() {
    let markdown = "\
# Title & more

## Title & more

Line one  
line *two* **three** ~~four~~ `five <six>` <kbd>Ctrl</kbd>+<kbd>K</kbd> H<sub>2</sub>O

| left | right | none |
|:-----|------:|------|
| a    | `b`   | x\\|y |

- [ ] open
- [x] done
  1. inner

7. seven
8. eight

```rust,ignore
fn main() { \"<&\" }
```

    indented

---

<details><summary>More</summary>

Inside *here*.

</details>

Connect to <host> as <user>. <!-- a comment -->
";
    insta::assert_snapshot!(render(markdown));
}

#[test]
fn callouts_of_both_worlds_are_read() {
    let markdown = "\
> [!WARNING]
> Do not *restart*.

> [!internal]- Only for us
> Ask **Ana**.
>
> > [!tip] Nested `x`

> [!note]

> [!unheard] Of
> text

> an ordinary [!note] quote

> # heading
";
    insta::assert_snapshot!(render(markdown));
}

#[test]
fn footnotes_are_gathered_numbered_and_unlike_those_of_another_text() {
    let markdown = "One[^b], two[^a], again[^b].\n\n[^a]: The *a*.\n[^b]: The b.\n[^never]: Not referred to.\n";
    insta::assert_snapshot!(render(markdown));
    let ids = |html: &str| {
        let id = regex::Regex::new(r#" id="([^"]+)""#).expect("valid");
        id.captures_iter(html).map(|found| found[1].to_owned()).collect::<Vec<_>>()
    };
    let (one, two) = (ids(&render(markdown)), ids(&render(&format!("{markdown}\nx"))));
    let mut all = [one.clone(), two].concat();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 2 * one.len());
    assert_eq!(one.len(), 6);
}

#[test]
fn plain_text_keeps_the_words() {
    let markdown = "# Title\n\nA [link](https://x.y) and ![pic](p.png) and `code` <kbd>K</kbd> <host>\n\n- one\n- [x] two\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nx < y\n```\n[[Note|shown]] text[^1]\n\n[^1]: foot\n";
    assert_eq!(
        plain(markdown),
        "Title\nA link and pic and code K <host>\n- one\n- [x] two\na\tb\nc\td\nx < y\nshown text[1]\nfoot"
    );
    assert_eq!(plain(""), "");
}

/// Texts that have hung or crashed Markdown renderers. Each returns; the answer stays in proportion.
#[test]
fn deep_and_repeated_marks_return() {
    let n = 4_000;
    let mut texts: Vec<String> = [
        "[",
        "![",
        "[[",
        "]",
        "*a ",
        "**a ",
        "_a_ ",
        "`",
        "``a`",
        "<",
        "<!--",
        "<a ",
        "&",
        "|",
        "~",
        "\\",
        "<kbd>",
        "<details>",
        "[a](",
        "[a](<",
        "[^a]",
        "[^a]: ",
        "[a]: b\n",
        "- a\n",
        "> a\n",
        "a\n> ",
        "*_",
        "[x]()",
        "[[a]]",
        "![[a",
        "http://",
        "https://a)",
        "(",
        "![a",
        "*a_ ",
        "\u{0}",
        "> [!note]\n",
        "<br>",
        "x\n-",
        "|-",
        "```\n",
        "# ",
        "#\n",
        "1) ",
        "<?",
        "<![CDATA[",
        "<!A ",
    ]
    .iter()
    .map(|unit| unit.repeat(n))
    .collect();
    texts.push(">".repeat(100_000));
    texts.push("> ".repeat(100_000));
    texts.push("- ".repeat(100_000));
    texts.push("[".repeat(100_000));
    texts.push(format!("{}a{}", "[".repeat(n), "]".repeat(n)));
    texts.push(format!("{}{}", "*".repeat(n), "a".repeat(n)));
    texts.push((0..200).fold(String::new(), |mut text, depth| {
        writeln!(text, "{}- a", "  ".repeat(depth)).expect("a string");
        text
    }));
    texts.push(format!("|{}\n|{}\n{}", "a|".repeat(100), "-|".repeat(100), "|a\n".repeat(300)));
    for text in texts {
        let start: String = text.chars().take(12).collect();
        let html = render(&text);
        assert!(html.len() <= 200 * text.len() + 4 * (1 << 20), "{start:?}: {} from {}", html.len(), text.len());
        check_safe(&html).expect("safe");
        assert!(plain(&text).len() <= 4 * text.len());
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<script>",
            "</script>",
            "<img src=x onerror=y>",
            "[x](javascript:y)",
            "![",
            "](",
            ")",
            "<a href=\"javascript:x\">",
            "\"",
            "'",
            "onload=",
            " style=",
            "<svg>",
            "</p>",
            "<p>",
            "<table>",
            "|a|b|\n|-|-|\n",
            "\n\n",
            "\n",
            "> ",
            "> [!note] ",
            "- ",
            "1. ",
            "    ",
            "```",
            "~~~html\n",
            "`",
            "&lt;",
            "&#60;",
            "&colon;",
            "[[",
            "]]",
            "[^1]",
            "\n[^1]: ",
            "<kbd>",
            "</kbd>",
            "<details>",
            "</details>",
            "<summary>",
            "<!--",
            "-->",
            "<![CDATA[",
            "https://x.y/<b>",
            "http://",
            "*",
            "**",
            "_",
            "~~",
            "# ",
            "<br>",
            "\\",
            "\u{0}",
            "\t",
            "[r]: data:x\n",
            "[r]",
            "<http://a\"onclick=b>",
            "<x@y.z>",
            "data:",
            "src=",
            "<math>",
            "<style>",
            "<title>",
            "<textarea>",
            "<noscript>",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn whatever_comes_in_only_our_own_vocabulary_comes_out(markdown in hostile()) {
        let html = render(&markdown);
        prop_assert!(check_safe(&html).is_ok(), "{:?}", check_safe(&html));
        prop_assert!(!html.to_lowercase().contains("<script"));
        prop_assert!(plain(&markdown).len() <= 4 * markdown.len() + 64);
    }
}
