//! Names, asked of a name server on loopback that says what a test wants.

use std::{net::UdpSocket, thread};

use hickory_resolver::proto::{
    op::{Message, ResponseCode},
    rr::{Name as DnsName, Record, rdata::SRV},
};

use super::*;

/// What a name server knows: lines such as `_matrix._tcp.example.test SRV 10 5 443 host.example.test` and
/// `host.example.test A 127.0.0.1`.
pub(crate) fn serve(zone: &'static [&'static str]) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a port");
    let address = socket.local_addr().expect("an address");
    thread::spawn(move || {
        let mut buffer = [0; 2048];
        while let Ok((length, peer)) = socket.recv_from(&mut buffer) {
            let Ok(question) = Message::from_vec(&buffer[..length]) else { continue };
            let answer = answer(&question, zone).to_vec().expect("an answer");
            let _ = socket.send_to(&answer, peer);
        }
    });
    address
}

fn answer(question: &Message, zone: &[&str]) -> Message {
    let mut answer = Message::response(question.metadata.id, question.metadata.op_code);
    for query in &question.queries {
        answer.add_query(query.clone());
        for line in zone {
            let words: Vec<&str> = line.split(' ').collect();
            let name = DnsName::from_ascii(format!("{}.", words[0])).expect("a name");
            if name != *query.name() || words[1] != query.query_type().to_string() {
                continue;
            }
            let number = |index: usize| words[index].parse::<u16>().expect("a number");
            let data = match words[1] {
                "A" => RData::A(words[2].parse::<std::net::Ipv4Addr>().expect("an address").into()),
                "SRV" => {
                    let target = DnsName::from_ascii(format!("{}.", words[5])).expect("a name");
                    RData::SRV(SRV::new(number(2), number(3), number(4), target))
                }
                other => panic!("{other} is not served"),
            };
            answer.add_answer(Record::from_rdata(name, 300, data));
        }
    }
    if answer.answers.is_empty() {
        answer.metadata.response_code = ResponseCode::NXDomain;
    }
    answer
}

fn dns(zone: &'static [&'static str], allow_private: bool) -> Dns {
    Dns::asking(serve(zone), Guard::new(allow_private), Entropy::seeded(1))
}

fn addresses(texts: &[&str]) -> Vec<SocketAddr> {
    texts.iter().map(|text| text.parse().expect("an address")).collect()
}

#[tokio::test]
async fn services_say_host_and_port() {
    let dns = dns(
        &[
            "_matrix-fed._tcp.new.test SRV 20 0 8001 backup.test",
            "_matrix-fed._tcp.new.test SRV 10 0 8000 main.test",
            "_matrix._tcp.new.test SRV 1 0 9999 main.test",
            "_matrix._tcp.old.test SRV 1 0 9000 main.test",
            "main.test A 9.9.9.1",
            "backup.test A 9.9.9.2",
        ],
        false,
    );
    assert_eq!(dns.service_addresses("new.test").await, addresses(&["9.9.9.1:8000", "9.9.9.2:8001"]));
    assert_eq!(dns.service_addresses("old.test").await, addresses(&["9.9.9.1:9000"]), "the old name still counts");
    assert_eq!(dns.service_addresses("main.test").await, addresses(&["9.9.9.1:8448"]), "no service, the usual port");
    assert_eq!(dns.service_addresses("nowhere.test").await, []);
}

#[tokio::test]
async fn answers_that_point_inwards_are_left_out() {
    const ZONE: &[&str] = &[
        "_matrix-fed._tcp.evil.test SRV 10 0 22 inside.test",
        "inside.test A 10.0.0.1",
        "inside.test A 169.254.169.254",
        "inside.test A 9.9.9.9",
    ];
    assert_eq!(dns(ZONE, false).service_addresses("evil.test").await, addresses(&["9.9.9.9:22"]));
    assert_eq!(dns(ZONE, true).service_addresses("evil.test").await.len(), 3, "where the configuration allows it");
}
