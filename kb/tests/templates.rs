//! Templates beside those of a published miner: Drain (He et al., 2017), as `logdrain` has it, over lines of known templates.
//!
//! Grouping accuracy as in Zhu et al., Tools and Benchmarks for Automated Log Parsing (2019): the share of lines whose
//! group has the very lines that its true template has.

use std::collections::HashMap;
use std::hash::Hash;

use kb::report::{read, template};
use logdrain::{Mask, Miner, builtin_masks};

/// What lines are made of: `{kind}` varies.
const KNOWN: [&str; 28] = [
    "{iso} INFO [{thread}] com.acme.pay.Pool - opened connection {n} to {host}:{port}",
    "{iso} INFO [{thread}] com.acme.pay.Pool - closed connection {n} after {ms}",
    "{iso} WARN [{thread}] com.acme.pay.Pool - no connection within {ms}, {n} waiting",
    "{iso} ERROR [{thread}] com.acme.pay.Gate - request {uuid} failed with status 503 from {ip}",
    "{iso} ERROR [{thread}] com.acme.pay.Gate - request {uuid} refused for {email}",
    "{iso} INFO [{thread}] com.acme.auth.Login - user={user} signed in from {ip}",
    "{iso} WARN [{thread}] com.acme.auth.Login - user={user} locked after {n} attempts",
    "{iso} DEBUG [{thread}] com.acme.cache.Store - evicted {n} entries of {n} in {ms}",
    "{iso} INFO [{thread}] com.acme.job.Export - part {n} of {n} written, rows={n}",
    "{iso} ERROR [{thread}] com.acme.job.Export - ORA-01555: snapshot too old in segment {n}",
    "{iso} ERROR [{thread}] com.acme.job.Export - ORA-00060: deadlock detected at row {n}",
    "{iso} INFO [{thread}] com.acme.job.Export - job {uuid} complete, {n} rows in {ms}",
    "{bsd} {host} sshd[{n}]: Failed password for invalid user {user} from {ip} port {port} ssh2",
    "{bsd} {host} sshd[{n}]: Accepted publickey for {user} from {ip} port {port} ssh2",
    "{bsd} {host} sshd[{n}]: Connection closed by {ip} port {port} [preauth]",
    "{bsd} {host} dhcpd[{n}]: DHCPDISCOVER from {mac} via eth0",
    "{bsd} {host} dhcpd[{n}]: no free leases for {mac}",
    "{bsd} {host} edge-dtlsd[{n}]: handshake timeout (code 0x2746), peer {ip}:{port}",
    "{bsd} {host} edge-dtlsd[{n}]: rekey of session {hex} took {ms}",
    "{bsd} {host} kernel: [{sec}] nf_conntrack: table full, dropping packet",
    "{bsd} {host} systemd[{n}]: ledger-reportd.service: Main process exited, code=exited, status=137",
    "[{sec}] usb 1-1: device descriptor read/64, error -110",
    "[{sec}] app[{n}]: segfault at {address} ip {address} sp {address} error 4",
    "{iso} INFO GET /api/orders/{n} took {ms}",
    "{iso} INFO POST /api/orders/{n}/items took {ms}",
    "{iso} WARN disk usage of /var/spool at {n}%",
    "{iso} ERROR cannot open /var/spool/q/{n}.msg: No such file or directory",
    "{iso} INFO heartbeat from {host} ({ip}), sequence {n}",
];
/// Lines of each.
const EACH: usize = 60;

fn value(kind: &str, random: &mut fastrand::Rng) -> String {
    let mut n = |range: std::ops::Range<u32>| random.u32(range);
    match kind {
        "iso" => format!("2026-11-{:02} {:02}:{:02}:{:02},{:03}", n(10..29), n(0..24), n(0..60), n(0..60), n(0..1000)),
        "bsd" => format!("Nov {:2} {:02}:{:02}:{:02}", n(1..29), n(0..24), n(0..60), n(0..60)),
        "sec" => format!("{}.{:06}", n(1..90000), n(0..1_000_000)),
        "thread" => format!("worker-{}", n(1..40)),
        "host" => format!("edge-{:02}.northwind.example", n(1..90)),
        "ip" => format!("10.{}.{}.{}", n(0..256), n(0..256), n(10..256)),
        "mac" => format!("{:02x}:1b:44:{:02x}:3a:{:02x}", n(0..256), n(0..256), n(0..256)),
        "port" => n(1024..65000).to_string(),
        "ms" => format!("{}ms", n(1..9000)),
        "n" => n(1..100_000).to_string(),
        "uuid" => format!(
            "{:08x}-{:04x}-4{:03x}-9{:03x}-{:012x}",
            n(0..u32::MAX),
            n(0..65536),
            n(0..4096),
            n(0..4096),
            n(1..u32::MAX)
        ),
        "hex" => format!("{:08x}{:04x}", n(1 << 28..u32::MAX), n(4096..65536)),
        "address" => format!("0x{:012x}", u64::from(n(1 << 28..u32::MAX)) << 8),
        "email" => format!("user{}@northwind.example", n(1..500)),
        "user" => ["mira", "jonas", "priya", "ana", "root", "admin", "svc-mail"][n(0..7) as usize].to_owned(),
        other => unreachable!("{other} is not made"),
    }
}

fn line(known: &str, random: &mut fastrand::Rng) -> String {
    let mut out = String::new();
    let mut rest = known;
    while let Some((before, after)) = rest.split_once('{') {
        let (kind, after) = after.split_once('}').expect("closed");
        out.push_str(before);
        out.push_str(&value(kind, random));
        rest = after;
    }
    out + rest
}

/// A line without the words its template has for time and host.
fn content<'l>(known: &str, line: &'l str) -> &'l str {
    let words = match known {
        _ if known.starts_with("{iso}") => 2,
        _ if known.starts_with("{bsd}") => 4,
        _ => 1,
    };
    // `Nov  3` has two spaces.
    let mut rest = line;
    for _ in 0..words {
        rest = rest.split_once(' ').map_or("", |(_, rest)| rest).trim_start();
    }
    rest
}

/// The share of lines whose group has the very lines of their true one.
fn accuracy<A: Hash + Eq, B: Hash + Eq>(truth: &[A], groups: &[B]) -> f64 {
    let mut by_truth: HashMap<&A, Vec<usize>> = HashMap::new();
    let mut by_group: HashMap<&B, Vec<usize>> = HashMap::new();
    for (at, (truth, group)) in truth.iter().zip(groups).enumerate() {
        by_truth.entry(truth).or_default().push(at);
        by_group.entry(group).or_default().push(at);
    }
    let right = truth.iter().zip(groups).filter(|(truth, group)| by_truth[truth] == by_group[group]).count();
    right as f64 / truth.len() as f64
}

#[test]
fn templates_group_lines_as_well_as_a_published_miner() {
    let mut random = fastrand::Rng::with_seed(7);
    let mut lines: Vec<(usize, String)> = Vec::new();
    for (number, known) in KNOWN.iter().enumerate() {
        lines.extend((0..EACH).map(|_| (number, line(known, &mut random))));
    }
    random.shuffle(&mut lines);
    let truth: Vec<usize> = lines.iter().map(|(number, _)| *number).collect();
    let ours: Vec<String> = lines.iter().map(|(_, line)| template(line)).collect();
    let thread = Mask::new(r"worker-\d+", "<thread>").expect("a constant pattern");
    let masks = [builtin_masks::uuid(), builtin_masks::ipv4(), builtin_masks::email(), builtin_masks::hex32(), thread];
    let miner = Miner::builder().masks(masks).build().expect("a miner");
    // Drain is given what follows the header of a line, as in its paper.
    let contents: Vec<&str> = lines.iter().map(|(number, line)| content(KNOWN[*number], line)).collect();
    let mined: Vec<u64> = contents.iter().map(|line| miner.add(line).cluster_id).collect();
    // Drain learns as it goes: what it makes of a line is asked once it has seen all.
    let mined: Vec<u64> =
        contents.iter().zip(&mined).map(|(line, first)| miner.match_only(line).unwrap_or(*first)).collect();
    let (us, them, both) = (accuracy(&truth, &ours), accuracy(&truth, &mined), accuracy(&mined, &ours));
    println!("{} lines of {} templates", lines.len(), KNOWN.len());
    println!("grouping accuracy: ours {us:.3}, logdrain {them:.3}; lines grouped alike {both:.3}");
    for (number, known) in KNOWN.iter().enumerate() {
        let mut made: Vec<&String> = truth.iter().zip(&ours).filter(|(at, _)| **at == number).map(|(_, t)| t).collect();
        made.sort();
        made.dedup();
        assert_eq!(made.len(), 1, "{known} falls apart: {made:?}");
    }
    assert!(us >= them && us > 0.99, "ours {us:.3}, logdrain {them:.3}");
    assert!(both > 0.5, "the two agree on {both:.3} of the lines");
    // The same through the reader, which has headers besides.
    let whole: String = lines.iter().fold(String::new(), |all, (_, line)| all + line + "\n");
    let report = read(&whole);
    assert_eq!(
        report.templates.len(),
        KNOWN.len(),
        "{:#?}",
        report.templates.iter().map(|t| &t.text).collect::<Vec<_>>()
    );
    assert!(report.templates.iter().all(|template| template.count == EACH as u64));
}
