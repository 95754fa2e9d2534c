//! Thumbnails: <https://spec.matrix.org/v1.19/client-server-api/#thumbnails>.

use std::thread;

use super::{kept, parts, wire::Wire};
use crate::{on_each_database, setup};

fn thumbnail(uri: &str, query: &str) -> String {
    format!("/_matrix/client/v1/media/thumbnail/{}?{query}", parts(uri))
}

/// A grey picture, written without an encoder.
fn png(width: u32, height: u32) -> Vec<u8> {
    let line = 1 + width as usize;
    let mut pixels = vec![0x80; line * height as usize];
    pixels.chunks_mut(line).for_each(|line| line[0] = 0);
    // Deflate with stored blocks only.
    let mut data = vec![0x78, 0x01];
    let blocks = pixels.chunks(0xffff).collect::<Vec<_>>();
    for (number, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).expect("a short block");
        data.push(u8::from(number + 1 == blocks.len()));
        data.extend(length.to_le_bytes());
        data.extend((!length).to_le_bytes());
        data.extend(*block);
    }
    let (a, b) = pixels.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65521;
        (a, (b + a) % 65521)
    });
    data.extend((b << 16 | a).to_be_bytes());
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes()[..], &[8, 0, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(*b"IHDR", &header), chunk(*b"IDAT", &data), chunk(*b"IEND", b"")].concat()
}

fn chunk(kind: [u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind, data].concat();
    let crc = !body.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    });
    let length = u32::try_from(data.len()).expect("a short chunk");
    [&length.to_be_bytes()[..], &body, &crc.to_be_bytes()[..]].concat()
}

fn size_of(png: &[u8]) -> (u32, u32) {
    assert!(png.starts_with(b"\x89PNG\r\n\x1a\n"));
    let side = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    (side(16), side(20))
}

#[test]
fn a_picture_becomes_smaller() {
    on_each_database(|setup| {
        let server = setup.start();
        let alice = Wire::of(&server, &server.register("alice"));
        let uri = alice.upload("image/png", "", &png(400, 200));
        for (query, size) in [
            ("width=32&height=32&method=scale", (32, 16)),
            ("width=30&height=20&method=crop", (32, 32)),
            ("width=32&height=32&method=crop&animated=true", (32, 32)),
            ("width=90&height=90", (96, 48)),
        ] {
            // The second time it is there already.
            for _ in 0..2 {
                let small = alice.get(&thumbnail(&uri, query), &[]);
                assert_eq!((small.status, size_of(&small.body)), (200, size), "{query}");
                assert_eq!(small.header("content-type"), Some("image/png"));
                assert_eq!(small.header("content-disposition"), Some("inline; filename=thumbnail.png"));
            }
        }
        let whole = alice.get(&thumbnail(&uri, "width=1000&height=1000"), &[]);
        assert_eq!(whole.body, png(400, 200));
        alice.get(&thumbnail(&uri, "width=0&height=1"), &[]).refused(400, "M_INVALID_PARAM");
        alice.get(&thumbnail(&uri, "width=-1&height=1"), &[]).refused(400, "M_INVALID_PARAM");
        alice.get(&thumbnail(&uri, "width=1"), &[]).refused(400, "M_MISSING_PARAM");
        alice.get(&thumbnail("mxc://localhost/none", "width=1&height=1"), &[]).refused(404, "M_NOT_FOUND");
    });
}

#[test]
fn what_is_no_picture_or_a_bomb_has_none() {
    let setup = setup();
    let server = setup.start();
    let alice = Wire::of(&server, &server.register("alice"));
    let svg = alice.upload("image/svg+xml", "", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
    alice.get(&thumbnail(&svg, "width=32&height=32"), &[]).refused(400, "M_UNKNOWN");
    let mut bomb = png(1, 1);
    let header = [&100_000_u32.to_be_bytes()[..], &100_000_u32.to_be_bytes()[..], &[8, 6, 0, 0, 0]].concat();
    bomb.splice(8..33, chunk(*b"IHDR", &header));
    let bomb = alice.upload("image/png", "", &bomb);
    alice.get(&thumbnail(&bomb, "width=32&height=32"), &[]).refused(413, "M_TOO_LARGE");
}

#[test]
fn many_who_want_the_same_get_the_same() {
    let setup = setup();
    let server = setup.start();
    let alice = Wire::of(&server, &server.register("alice"));
    let uri = alice.upload("image/png", "", &png(1500, 1000));
    let path = thumbnail(&uri, "width=320&height=240&method=scale");
    thread::scope(|scope| {
        let asking = (0..50).map(|_| scope.spawn(|| alice.get(&path, &[]))).collect::<Vec<_>>();
        for answer in asking {
            let answer = answer.join().expect("an answer");
            assert_eq!((answer.status, size_of(&answer.body)), (200, (320, 213)));
        }
    });
    assert_eq!(kept(&setup), (2, 0), "the picture and one thumbnail");
}
