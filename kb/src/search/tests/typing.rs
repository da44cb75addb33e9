//! What typing is helped with: languages, slips, synonyms, scripts without spaces.

use std::sync::Arc;

use super::{Bench, article, bench, rows};
use crate::model::SectionKind;
use crate::search::{Answer, Marker, Match, Part, PartKind, Query, Synonyms};

fn with(synonyms: &[&[&str]], text: &str) -> Query {
    let groups: Vec<Vec<String>> =
        synonyms.iter().map(|group| group.iter().map(|member| (*member).to_owned()).collect()).collect();
    Query { synonyms: Arc::new(Synonyms::new(&groups)), ..Query::new(text) }
}

fn ask(bench: &Bench, query: &Query) -> Answer {
    bench.reader.search(query).unwrap()
}

fn marked(answer: &Answer, text: &str) -> Vec<String> {
    Marker::new(&answer.terms).highlight(text).into_iter().map(|range| text[range].to_owned()).collect()
}

#[test]
fn words_are_found_whatever_their_ending_in_the_language_of_the_note() {
    let bench = bench(&[
        article(
            1,
            "VPN trennt",
            "Die Verbindung bricht nach dem Update ab und der Client meldet sich nicht. Lösung folgt.",
        ),
        article(
            2,
            "Perte de connexion",
            "Les connexions sont perdues apr\u{e8}s une mise \u{e0} jour, avec une erreur dans le journal.",
        ),
        article(
            3,
            "Sin conexi\u{f3}n",
            "Las conexiones se pierden cuando el servidor no responde, y los usuarios esperan.",
        ),
        article(
            4,
            "Sem conex\u{e3}o",
            "As instala\u{e7}\u{f5}es n\u{e3}o terminam quando o servidor n\u{e3}o responde e uma mensagem aparece.",
        ),
        article(5, "Connections drop", "The connection is lost after the upgrade, and the client does not come back."),
    ]);
    for (text, row) in [
        ("Verbindungen", 1),
        ("Loesungen", 1),
        ("L\u{f6}sung", 1),
        ("erreurs perdue", 2),
        ("usuario", 3),
        ("instala\u{e7}\u{e3}o", 4),
        ("instalacao", 4),
        ("connections lost", 5),
        ("\"Verbindungen bricht\"", 1),
    ] {
        assert_eq!(bench.rows(text).first(), Some(&row), "{text}");
    }
    for typed in ["verbi", "verbindunge", "verbindung"] {
        assert!(bench.typing(typed).contains(&1), "{typed}");
    }
    let answer = bench.ask("Verbindungen");
    assert_eq!(marked(&answer, "Die Verbindung bricht"), ["Verbindung"]);
    assert_eq!(answer.hits[0].why, [Match::Word("Verbindungen".to_owned())]);
    assert_eq!(bench.rows("/^verbind$/"), [1], "an expression sees the word, not what tells its language");
    assert_eq!(bench.rows("VPN -Verbindungen"), Vec::<u64>::new());
}

#[test]
fn a_word_of_one_language_is_none_of_another() {
    let bench = bench(&[
        article(1, "Der Drucker", "Der Drucker ist nicht bereit, und die Printer Queue auf dem Server ist leer."),
        article(2, "Printing", "Printing is slow and the prints are pale."),
    ]);
    assert_eq!(bench.rows("printer"), [1]);
}

#[test]
fn a_slip_is_forgiven_where_no_note_has_the_word() {
    let bench = bench(&[
        article(1, "Spooler hangs", "Restart the spooler after the installation of the certificate."),
        article(2, "Connection lost", "The connection drops."),
    ]);
    for (text, row, guess) in [
        ("spoler", 1, "spooler"),
        ("spooelr", 1, "spooler"),
        ("installatoin", 1, "installation"),
        ("conection", 2, "connection"),
        ("connectoin", 2, "connection"),
    ] {
        let answer = bench.ask(text);
        assert_eq!(rows(&answer), [row], "{text}");
        let first = &answer.corrections[0];
        assert_eq!((first.guess.as_str(), first.clear, first.searched), (guess, true, true), "{text}");
        assert_eq!(answer.hits[0].why, [Match::Word(guess.to_owned())]);
        assert_eq!(marked(&answer, guess), [guess], "{text}");
    }
    assert_eq!(bench.rows("cretificate"), [1], "two letters changed places");
    assert!(bench.rows("pooler").is_empty(), "the first letter is meant");
    assert!(bench.rows("spo").is_empty() && bench.rows("th3").is_empty());
    assert!(bench.rows("\"spoler hangs\"").is_empty(), "what is quoted is meant");
    assert!(bench.ask("spooler").corrections.is_empty());
    let typing = Query { last_word_is_prefix: true, ..Query::new("spool") };
    assert!(ask(&bench, &typing).corrections.is_empty(), "an unfinished word is no slip");
}

#[test]
fn the_word_as_typed_comes_before_what_it_may_have_meant() {
    let mut notes = vec![article(1, "Tenet", "The tenet daemon.")];
    notes.extend((2..30).map(|row| article(row, "Tent", "A tent, a tenant, tenets aside.")));
    let bench = bench(&notes);
    assert_eq!(bench.rows("tenet").first(), Some(&1));
    assert!(bench.ask("tenet").corrections.is_empty());
}

#[test]
fn an_identifier_is_offered_and_never_corrected() {
    let bench = bench(&[article(1, "Access denied", "Error 0x80070005 and version 7.4.1"), article(2, "x", "y")]);
    let answer = bench.ask("0x8007005");
    assert!(answer.hits.is_empty());
    assert_eq!((answer.corrections[0].guess.as_str(), answer.corrections[0].searched), ("0x80070005", false));
    assert!(bench.ask("7.4.9").corrections.is_empty());
    assert!(bench.ask("0x80070005").corrections.is_empty());
}

#[test]
fn synonyms_are_one_need_and_worth_less_than_what_was_asked() {
    let bench = bench(&[
        article(1, "Tunnel closes", "The tunnel is closed every night."),
        article(2, "VPN closes", "The VPN is closed every night."),
        article(3, "Remote access closes", "The remote access is closed every night."),
        article(4, "Access to the remote printer", "Closes every night."),
        article(5, "Nothing", "Closed every night."),
    ]);
    let group: &[&[&str]] = &[&["VPN", "tunnel", "remote access"]];
    let answer = ask(&bench, &with(group, "vpn closed"));
    let found = rows(&answer);
    assert_eq!(found[0], 2, "{found:?}");
    let mut others = found[1..3].to_vec();
    others.sort_unstable();
    assert_eq!(others, [1, 3], "{found:?}");
    let also = vec!["tunnel".to_owned(), "remote access".to_owned()];
    assert_eq!(answer.parts[2], Part { also, ..Part::new(PartKind::Also, "vpn") });
    let hit = |row| answer.hits.iter().find(|hit| hit.row == row).unwrap();
    assert!(hit(1).why.contains(&Match::Word("tunnel".to_owned())), "{:?}", hit(1).why);
    assert!(hit(3).why.contains(&Match::Word("remote access".to_owned())), "{:?}", hit(3).why);
    assert_eq!(marked(&answer, "the remote access, not an access"), ["remote access"]);
    let passage = Marker::new(&answer.terms).snippet(&[(SectionKind::Issue, "Closed: the tunnel")]).unwrap();
    assert_eq!(passage.marks.len(), 2);
    let back = rows(&ask(&bench, &with(group, "remote access closed")));
    assert_eq!(back[0], 3);
    assert!(back.iter().position(|row| *row == 2) < back.iter().position(|row| *row == 5), "{back:?}");
    assert!(!bench.rows("vpn").contains(&1), "without them a word is itself");
}

#[test]
fn identifiers_have_synonyms_too_and_both_are_no_more_than_one() {
    let bench = bench(&[
        article(1, "Reset", "Seen as 10054 in the log of the client."),
        article(2, "Reset", "Seen as WSAECONNRESET in the log of the client."),
        article(3, "Reset", "Seen as 10054 WSAECONNRESET in the log of the client, 0x2746 it is."),
    ]);
    let group: &[&[&str]] = &[&["0x2746", "10054", "WSAECONNRESET"]];
    let found = rows(&ask(&bench, &with(group, "0x2746")));
    assert_eq!((found.len(), found[0]), (3, 3));
    // In prose the chip is named without the bracket, and that name switches it off.
    let pasted = with(group, "the client said\n(code 0x2746): it was reset");
    let is_chip = |part: &&Part| part.kind == PartKind::Also;
    let asked = ask(&bench, &pasted);
    let chip = asked.parts.iter().find(is_chip).unwrap();
    assert_eq!((chip.text.as_str(), chip.also.len(), chip.off), ("0x2746", 2, false));
    let off = vec![(PartKind::Also, "0x2746".to_owned())];
    let asked = ask(&bench, &Query { off, ..pasted.clone() });
    let chip = asked.parts.iter().find(is_chip).unwrap();
    assert_eq!((chip.text.as_str(), chip.off), ("0x2746", true));
}

#[test]
fn scripts_without_spaces_are_found_in_pairs_alone_and_among_other_words() {
    let bench = bench(&[
        article(
            1,
            "\u{8a3c}\u{660e}\u{66f8}\u{306e}\u{66f4}\u{65b0}",
            "EdgeVPN\u{306e}\u{8a3c}\u{660e}\u{66f8}\u{304c}\u{671f}\u{9650}\u{5207}\u{308c}\u{3067}\u{3059}\u{3002}",
        ),
        article(2, "\u{5370}\u{5237}", "\u{5370}\u{5237}\u{3067}\u{304d}\u{307e}\u{305b}\u{3093} Printwell"),
        article(3, "Other", "Nothing of it"),
    ]);
    for (text, row) in [
        ("\u{8a3c}\u{660e}\u{66f8}", 1),
        ("\u{66f8}", 1),
        ("\u{5237}", 2),
        ("EdgeVPN\u{306e}\u{8a3c}\u{660e}\u{66f8}", 1),
        ("edgevpn \u{671f}\u{9650}", 1),
        ("\"\u{8a3c}\u{660e}\u{66f8}\u{304c}\"", 1),
        ("\u{5370}\u{5237} printwell", 2),
    ] {
        assert_eq!(bench.rows(text).first(), Some(&row), "{text}");
    }
    assert!(bench.rows("\"\u{660e}\u{8a3c}\"").is_empty());
    let passage =
        Marker::new(&bench.ask("\u{66f8}").terms).snippet(&[(SectionKind::Issue, "\u{8a3c}\u{660e}\u{66f8}\u{306e}")]);
    assert_eq!(passage.map(|passage| passage.text[passage.marks[0].clone()].to_owned()).as_deref(), Some("\u{66f8}"));
    assert_eq!(bench.typing("\u{8a3c}"), [1]);
}
