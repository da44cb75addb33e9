//! Whether a line tells of a failure, in the languages that programs are set to: English, German, French, Spanish, Portuguese.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::trace::cut;

/// Of a line so much is looked at, in bytes.
const LOOKED_AT: usize = 1024;

/// Words of one language. Letters are small; capitals are told too.
struct Language {
    /// Parts of words: `timeout`, `Lesefehler`.
    anywhere: &'static [&'static str],
    /// Whole words only, because others have them in them: `erro` is in `interrogate`.
    whole: &'static [&'static str],
}

/// Picked by hand after the wording of programs: systemd's and GNU's translated messages (`po/de.po` and its like), the system event
/// log of Windows in each language, the levels of java.util.logging (`logging_*.properties` of the JDK), SAP's system log.
const LANGUAGES: [Language; 5] = [
    // English.
    Language {
        anywhere: &[
            "error",
            "fail",
            "fatal",
            "panic",
            "denied",
            "refused",
            "timeout",
            "timed out",
            "exception",
            "critical",
            "oops",
            "segfault",
            "unable",
            "unavailable",
            "cannot",
            "bug:",
            "rip: 0",
            "faulting",
            "main process exited",
            "deadlock",
            "out of memory",
            "\" 500 ",
            "\" 502 ",
            "\" 503 ",
            "\" 504 ",
        ],
        whole: &[],
    },
    // German.
    Language {
        anywhere: &[
            "fehler",
            "fehlgeschlagen",
            "ausnahme",
            "verweigert",
            "abgelehnt",
            "abgebrochen",
            "abbruch",
            "abgestürzt",
            "absturz",
            "zeitüberschreitung",
            "zeitlimit",
            "ungültig",
            "kritisch",
            "schwerwiegend",
            "unerwartet",
            "kurzdump",
            "konnte nicht",
            "konnten nicht",
            "kann nicht",
            "nicht gefunden",
            "nicht verfügbar",
            "nicht erreichbar",
        ],
        whole: &[],
    },
    // French.
    Language {
        anywhere: &[
            "erreur",
            "échec",
            "échou",
            "refusé",
            "délai d'attente",
            "délai d\u{2019}attente",
            "délai dépassé",
            "introuvable",
            "impossible d",
            "indisponible",
            "injoignable",
            "non valide",
            "inattendu",
            "plantage",
        ],
        whole: &["grave", "critique"],
    },
    // Spanish.
    Language {
        anywhere: &[
            "excepción",
            "denegad",
            "rechazad",
            "tiempo de espera",
            "no se pudo",
            "no se puede",
            "no se ha podido",
            "no se encontr",
            "no se encuentra",
            "no disponible",
            "inesperad",
            "crític",
            "fallid",
        ],
        whole: &["fallo", "falló", "fallos", "fallado", "fallaron"],
    },
    // Portuguese.
    Language {
        anywhere: &[
            "exceção",
            "excepção",
            "recusad",
            "tempo limite",
            "tempo esgotado",
            "não foi possível",
            "não encontrad",
            "indisponível",
            "inválid",
            "falhou",
            "falharam",
        ],
        whole: &["erro", "erros", "falha", "falhas", "negado", "negada"],
    },
];

struct Words {
    search: AhoCorasick,
    /// For each pattern, whether only a whole word counts.
    is_whole: Vec<bool>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let all = LANGUAGES.iter().flat_map(|language| {
        let anywhere = language.anywhere.iter().map(|word| (*word, false));
        anywhere.chain(language.whole.iter().map(|word| (*word, true)))
    });
    // The search knows capitals of ASCII only.
    let both = |(word, whole): (&str, bool)| [(word.to_owned(), whole), (word.to_uppercase(), whole)];
    let (words, is_whole): (Vec<String>, Vec<bool>) =
        all.flat_map(|(word, whole)| both((word, whole)).into_iter().take(if word.is_ascii() { 1 } else { 2 })).unzip();
    let search = AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few constant words");
    Words { search, is_whole }
});

/// Whether a line tells of a failure, as far as its first words say.
pub(super) fn tells_of_failure(line: &str) -> bool {
    let line = cut(line, LOOKED_AT);
    let is_alone = |start: usize, end: usize| {
        !line[..start].ends_with(char::is_alphanumeric) && !line[end..].starts_with(char::is_alphanumeric)
    };
    // SQL Server's number of a failure.
    line.strip_prefix("Msg ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        || WORDS
            .search
            .find_overlapping_iter(line)
            .any(|found| !WORDS.is_whole[found.pattern().as_usize()] || is_alone(found.start(), found.end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_told_in_the_languages_of_programs() {
        for line in [
            "Failed to start ledger-reportd.service - Ledger reports.",
            "10.1.2.3 - - [20/Nov/2026:09:20:03 +0000] \"GET / HTTP/1.1\" 503 12",
            // German: systemd, Windows, java.util.logging, SAP.
            "Start von Druckdienst fehlgeschlagen.",
            "Der Dienst \"Druckwarteschlange\" wurde unerwartet beendet. Dies ist bereits 2 Mal passiert.",
            "Der Zugriff wurde verweigert.",
            "Zeitüberschreitung (30000 ms) beim Verbindungsversuch mit dem Dienst Spooler.",
            "ZEITÜBERSCHREITUNG BEIM LESEN",
            "SCHWERWIEGEND: Servlet.service() für Servlet [api] löste aus",
            "Laufzeitfehler TIME_OUT ist aufgetreten",
            "Lesefehler auf sda1",
            // French.
            "Échec du démarrage de ledger-reportd.service",
            "ÉCHEC DE L\u{2019}AUTHENTIFICATION",
            "Le service Spouleur d\u{2019}impression s\u{2019}est terminé de façon inattendue.",
            "GRAVE: Servlet.service() a généré une erreur",
            "Accès refusé",
            "Impossible de joindre le serveur",
            // Spanish.
            "No se pudo iniciar ledger-reportd.service.",
            "El servicio Cola de impresión terminó de forma inesperada.",
            "Fallo de autenticación del usuario",
            "Acceso denegado",
            "java.util: excepción no controlada",
            // Portuguese.
            "Falha ao iniciar ledger-reportd.service.",
            "O serviço foi encerrado inesperadamente: erro 1067",
            "Acesso negado.",
            "NÃO FOI POSSÍVEL CONECTAR",
            "A conexão foi recusada",
        ] {
            assert!(tells_of_failure(line), "{line}");
        }
    }

    #[test]
    fn what_goes_well_and_words_that_only_look_like_it_are_no_failures() {
        for line in [
            "Started ledger-reportd.service - Ledger reports.",
            "Dienst gestartet in 31 ms",
            "Le service a démarré, version 2026.1",
            "El servicio se ha iniciado correctamente",
            "O serviço foi iniciado com sucesso",
            "interrogating the device, gravel and engraved plates, fallout of 3",
            "10.1.2.3 - - [20/Nov/2026:09:20:03 +0000] \"GET / HTTP/1.1\" 200 500",
        ] {
            assert!(!tells_of_failure(line), "{line}");
        }
    }

    #[test]
    fn every_word_of_the_table_is_told() {
        for language in LANGUAGES {
            for word in language.anywhere.iter().chain(language.whole) {
                assert!(tells_of_failure(word) && tells_of_failure(&word.to_uppercase()), "{word}");
                assert_eq!(*word, word.to_lowercase());
            }
        }
    }
}
