//! Vaults of any size from real passages, resampled with a fixed seed, so that anyone can make the same ones.

use std::path::{Path, PathBuf};

/// Paragraphs to make notes of.
pub(crate) struct Passages {
    texts: Vec<String>,
    titles: Vec<String>,
    pub(crate) from: String,
}

/// One generated file.
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
    pub(crate) title: String,
}

/// A small generator of fixed sequence (SplitMix64, Steele et al. 2014): the same vault on every machine.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).expect("below a usize")
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

impl Passages {
    pub(crate) fn load() -> Self {
        match std::env::var_os("KB_BENCH_CORPUS").map(PathBuf::from) {
            Some(folder) if folder.is_dir() => Self::of_folder(&folder, folder.display().to_string()),
            Some(file) => Self::of_corpus(&file),
            None => {
                let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/sample-vault");
                Self::of_folder(&sample, "the sample vault".to_owned())
            }
        }
    }

    fn of_corpus(file: &Path) -> Self {
        let lines = std::fs::read_to_string(file).expect("KB_BENCH_CORPUS is readable");
        let (mut texts, mut titles) = (Vec::new(), Vec::new());
        for line in lines.lines() {
            let entry: serde_json::Value = serde_json::from_str(line).expect("one JSON object a line");
            titles.push(entry["title"].as_str().unwrap_or_default().to_owned());
            texts.extend(
                entry["text"].as_str().unwrap_or_default().split(". ").map(str::to_owned).filter(|t| t.len() > 20),
            );
        }
        Self { texts, titles, from: file.display().to_string() }
    }

    /// The paragraphs and titles of all Markdown below a folder.
    fn of_folder(root: &Path, from: String) -> Self {
        let (mut texts, mut titles) = (Vec::new(), Vec::new());
        for path in markdown_below(root) {
            let text = String::from_utf8_lossy(&std::fs::read(&path).expect("readable")).into_owned();
            let body = text.splitn(3, "---\n").nth(2).unwrap_or(&text);
            let title =
                |line: &str| line.strip_prefix("title: ").or_else(|| line.strip_prefix("# ")).map(str::to_owned);
            titles.extend(text.lines().find_map(title));
            let text_of = |paragraph: &str| {
                let lines: Vec<&str> = paragraph.lines().filter(|line| !line.starts_with('#')).collect();
                lines.join("\n")
            };
            let telling = |text: &String| (41..1_200).contains(&text.len()) && !text.contains("```");
            texts.extend(body.split("\n\n").map(text_of).filter(telling));
        }
        Self { texts, titles, from }
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The file with this number of a vault: two of three are cases, every second of those solved by an article.
    pub(crate) fn file(&self, number: usize) -> File {
        let mut random = Random(number as u64 ^ 0xca5e_b00c);
        let title = format!("{} {}", random.pick(&self.titles), random.below(100_000));
        let quoted = serde_json::to_string(&title).expect("a text is always JSON");
        let paragraph = |random: &mut Random| {
            format!("{} node-{} 0x{:08x}\n", random.pick(&self.texts), random.below(50_000), random.next() >> 40)
        };
        if number.is_multiple_of(3) {
            let (issue, cause, fix) = (paragraph(&mut random), paragraph(&mut random), paragraph(&mut random));
            let text = format!(
                "---\nid: A-{number}\ntype: article\ntitle: {quoted}\nconfidence: validated\nproducts: [EdgeVPN]\n---\n## Issue\n{issue}\n## Cause\n{cause}\n## Resolution\n{fix}"
            );
            return File { path: format!("articles/a-{number}.md"), text, title };
        }
        let links = if number.is_multiple_of(2) {
            format!("links:\n  - article: A-{}\n    how: resolved-by\n", number / 3 * 3 / 7 / 3 * 3)
        } else {
            String::new()
        };
        let (issue, first, second) = (paragraph(&mut random), paragraph(&mut random), paragraph(&mut random));
        let (year, month, day) = (2020 + number % 7, 1 + number % 12, 1 + number % 28);
        let text = format!(
            "---\nid: C-{number}\ntype: case\nref: ZD-{number}\ntitle: {quoted}\nstatus: solved\nproducts: [EdgeVPN]\nopened: {year}-{month:02}-{day:02}T09:00:00+01:00\n{links}---\n## Issue\n{issue}\n## Journal\n### {year}-{month:02}-{day:02}T09:10:00+01:00 · mira · internal · call ^aaaa\n{first}\n### {year}-{month:02}-{day:02}T10:10:00+01:00 · mira · customer · email ^bbbb\n{second}"
        );
        File { path: format!("cases/{year}/c-{number}.md"), text, title }
    }

    /// `words` words that stand together somewhere in the vault.
    pub(crate) fn query(&self, random: &mut Random, words: usize) -> String {
        let mut query: Vec<&str> = Vec::new();
        while query.len() < words {
            let text = random.pick(&self.texts);
            let all: Vec<&str> =
                text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).collect();
            let start = random.below(all.len().saturating_sub(words).max(1));
            query.extend(all.iter().skip(start).take(words - query.len()));
        }
        query.join(" ")
    }

    /// Writes a vault of `count` files below `root`.
    pub(crate) fn write(&self, root: &Path, count: usize) {
        std::fs::create_dir_all(root).expect("made");
        std::fs::write(root.join("casebook.toml"), "id = \"BENCH\"\nname = \"Bench\"\n").expect("written");
        for number in 0..count {
            let file = self.file(number);
            let path = root.join(&file.path);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, file.text).expect("written");
        }
    }
}

/// Every Markdown file below `root`, in path order.
pub(crate) fn markdown_below(root: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}
