//! Promises that come due, as notices of the desktop: ten minutes before, and once when overdue. Which to tell is decided
//! here, from the queue and the time; showing them is the desktop's.

use std::collections::BTreeSet;

use kb::casebook::view::CaseRow;
use kb::model::{Moment, VaultPath};

/// How long before the promised time, in seconds.
const BEFORE: i64 = 10 * 60;
/// More than this many at once become one notice: after a weekend nobody wants thirty.
const SINGLY: usize = 3;
/// Characters of a title shown.
const TITLE: usize = 90;

/// One notice. Its texts hold nothing of the customer's but the ticket's number and the case's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The first line. Desktops show it as it is, so what comes from a file stands here.
    pub summary: String,
    /// The second line, in our own words only: many desktops read it as markup.
    pub body: String,
    /// The case to open when it is clicked.
    pub case: Option<VaultPath>,
}

/// What has been told, one line a notice: the path, the promised time and how far it was.
pub type Told = BTreeSet<String>;

/// The notices to show now. `told` becomes what will have been told then; what it says of promises that are kept or
/// moved is forgotten.
#[must_use]
pub fn due(now: Moment, cases: &[CaseRow], told: &mut Told) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut holds = Told::new();
    for case in cases {
        let Some(promised) = case.promised else { continue };
        let left = promised.unix_seconds() - now.unix_seconds();
        if left > BEFORE {
            continue;
        }
        let overdue = left < 0;
        let soon = told_line(case, promised, "soon");
        let late = told_line(case, promised, "overdue");
        let new = if overdue { !told.contains(&late) } else { !told.contains(&soon) };
        // A promise that is overdue at the first look needs no second notice that it is coming due.
        holds.insert(soon);
        if overdue {
            holds.insert(late);
        }
        if new {
            notices.push(notice(case, now, promised, left));
        }
    }
    *told = holds;
    if notices.len() > SINGLY { vec![together(notices.len())] } else { notices }
}

fn told_line(case: &CaseRow, promised: Moment, how: &str) -> String {
    format!("{how} {promised} {}", case.path)
}

fn notice(case: &CaseRow, now: Moment, promised: Moment, left: i64) -> Notice {
    let title = plain(&case.title, TITLE);
    let summary = match &case.reference {
        Some(reference) => format!("{}: {title}", plain(reference, 40)),
        None => title,
    };
    let at = clock(promised, now);
    let body = match left {
        ..0 => format!("Promised for {at}: overdue"),
        0..60 => format!("Promised for {at}: now"),
        60..120 => format!("Promised for {at}: in a minute"),
        _ => format!("Promised for {at}: in {} minutes", left / 60),
    };
    Notice { summary, body, case: Some(case.path.clone()) }
}

fn together(count: usize) -> Notice {
    Notice {
        summary: format!("{count} promises need you"),
        body: "Due or overdue: see the queue".to_owned(),
        case: None,
    }
}

/// One line without control characters and without marks that turn the direction of the text around it.
fn plain(text: &str, most: usize) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut characters = text.chars().map(|c| if c.is_control() { ' ' } else { c }).filter(|c| !turns(*c));
    let mut short: String = characters.by_ref().take(most).collect();
    if characters.next().is_some() {
        short.push('…');
    }
    short
}

/// The time of day where the user is, with the day when that is not today.
fn clock(at: Moment, now: Moment) -> String {
    let zone = now.offset().to_time_zone();
    let (at, now) = (at.timestamp().to_zoned(zone.clone()), now.timestamp().to_zoned(zone));
    let form = if at.date() == now.date() { "%H:%M" } else { "%-d %b, %H:%M" };
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kb::model::{Priority, Status};

    fn case(promised: &str) -> CaseRow {
        CaseRow {
            path: VaultPath::new("cases/2026/vpn-drops-1Y2Z.md").expect("a path"),
            id: None,
            reference: Some("ZD-48213".to_owned()),
            title: "VPN drops every 30 minutes".to_owned(),
            status: Status::Open,
            priority: Priority::High,
            customer: Some("Northwind".to_owned()),
            owner: Some("mira".to_owned()),
            opened: None,
            solved: None,
            promised: Some(at(promised)),
            next: Some("Call Ana Ruiz on her private number".to_owned()),
            last_entry: None,
        }
    }

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a moment")
    }

    #[test]
    fn a_promise_is_told_ten_minutes_before_and_when_overdue_each_once() {
        let (cases, mut told) = ([case("2026-11-20T10:30:00+01:00")], Told::new());
        let mut look = |now: &str| due(at(now), &cases, &mut told).into_iter().map(|it| it.body).collect::<Vec<_>>();
        assert!(look("2026-11-20T10:19:00+01:00").is_empty(), "too early");
        assert_eq!(look("2026-11-20T10:20:00+01:00"), ["Promised for 10:30: in 10 minutes"]);
        assert!(look("2026-11-20T10:29:30+01:00").is_empty(), "told already");
        assert_eq!(look("2026-11-20T10:30:01+01:00"), ["Promised for 10:30: overdue"]);
        assert!(look("2026-11-20T18:00:00+01:00").is_empty());
    }

    #[test]
    fn what_was_told_before_a_restart_is_not_told_again_and_a_new_time_is() {
        let mut told = Told::new();
        let now = at("2026-11-20T10:25:00+01:00");
        assert_eq!(due(now, &[case("2026-11-20T10:30:00+01:00")], &mut told).len(), 1);
        let mut kept: Told = told.iter().cloned().collect();
        assert!(due(now, &[case("2026-11-20T10:30:00+01:00")], &mut kept).is_empty());
        assert_eq!(due(now, &[case("2026-11-20T10:31:00+01:00")], &mut kept).len(), 1, "promised anew");
        assert!(due(now, &[], &mut kept).is_empty());
        assert!(kept.is_empty(), "what is kept or solved is forgotten");
    }

    #[test]
    fn a_notice_names_the_ticket_and_the_title_and_nothing_else_of_the_customer() {
        let mut hostile = case("2026-11-20T10:30:00+01:00");
        hostile.title = format!("\u{202e}VPN\n<b>drops</b>{}", "x".repeat(200));
        let [notice] = due(at("2026-11-20T10:21:00+01:00"), &[hostile], &mut Told::new()).try_into().expect("one");
        assert!(notice.summary.starts_with("ZD-48213: VPN <b>drops</b>x"), "{}", notice.summary);
        assert!(notice.summary.chars().count() < 110 && notice.summary.ends_with('…'));
        assert_eq!(notice.body, "Promised for 10:30: in 9 minutes");
        for private in ["Northwind", "Ana Ruiz", "mira"] {
            assert!(!format!("{notice:?}").contains(private));
        }
    }

    #[test]
    fn many_at_once_are_one_notice() {
        let late: Vec<CaseRow> = (0..9)
            .map(|n| CaseRow {
                path: VaultPath::new(format!("cases/{n}.md")).expect("a path"),
                ..case("2026-11-20T10:30:00+01:00")
            })
            .collect();
        let notices = due(at("2026-11-23T08:00:00+01:00"), &late, &mut Told::new());
        assert_eq!(notices.iter().map(|it| it.summary.as_str()).collect::<Vec<_>>(), ["9 promises need you"]);
    }

    #[test]
    fn the_time_is_the_users_and_another_day_is_named() {
        let mut told = Told::new();
        let [notice] = due(at("2026-11-23T08:00:00+00:00"), &[case("2026-11-20T10:30:00+01:00")], &mut told)
            .try_into()
            .expect("one");
        assert_eq!(notice.body, "Promised for 20 Nov, 09:30: overdue");
    }
}
