//! What administrators do to files.

use std::{
    fs::{self, File},
    path::Path,
    time::SystemTime,
};

use hs_testkit::{encode, in_room, json};

use super::{CREATE, download, kept, parts, settles_at, upload_to, wire::Wire};
use crate::on_each_database;

const ADMIN: &str = "/_synapse/admin/v1";

/// Makes files as if they had lain there for years.
fn age(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            age(&entry);
        } else {
            let file = File::open(entry).expect("a file");
            file.set_modified(SystemTime::UNIX_EPOCH).expect("another time");
        }
    }
}

#[test]
fn what_is_hidden_stays_hidden_whoever_uploads_it_again() {
    on_each_database(|setup| {
        let server = setup.start();
        let (admin, bob) = (server.register("alice"), server.register("bob"));
        let created = bob.post(CREATE, json!({})).ok()["content_uri"].as_str().expect("a URI").to_owned();
        let wire = Wire::of(&server, &bob);
        let (first, second) = (wire.upload("text/plain", "", b"bad"), wire.upload("image/png", "", b"bad"));
        let good = wire.upload("text/plain", "", b"good");
        let quarantine = format!("{ADMIN}/media/quarantine/{}", parts(&first));
        bob.post(&quarantine, json!({})).refused(403, "M_FORBIDDEN");
        server.client().post(&quarantine, json!({})).refused(401, "M_MISSING_TOKEN");
        admin.post(&quarantine, json!({})).ok();
        wire.ask("PUT", &upload_to(&created), &[], b"bad");
        let third = wire.upload("text/plain", "", b"bad");
        for uri in [&first, &second, &third, &created] {
            wire.get(&download(uri), &[]).refused(404, "M_NOT_FOUND");
            let thumbnail = format!("/_matrix/client/v1/media/thumbnail/{}?width=9&height=9", parts(uri));
            wire.get(&thumbnail, &[]).refused(404, "M_NOT_FOUND");
        }
        assert_eq!(wire.get(&download(&good), &[]).body, b"good");
        let info = admin.get(&format!("{ADMIN}/media/{}", parts(&third))).ok()["media_info"].clone();
        assert!(info["quarantined_ts"].is_i64() && info["media_length"] == 3, "{info}");
        admin.post(&format!("{ADMIN}/media/unquarantine/{}", parts(&second)), json!({})).ok();
        assert_eq!(wire.get(&download(&third), &[]).body, b"bad");
        let all = format!("{ADMIN}/user/{}/media/quarantine", encode(&bob.user_id));
        assert_eq!(admin.post(&all, json!({})).ok()["num_quarantined"], 5);
        wire.get(&download(&good), &[]).refused(404, "M_NOT_FOUND");
    });
}

#[test]
fn what_a_room_shows_is_hidden_at_once() {
    on_each_database(|setup| {
        let server = setup.start();
        let (admin, bob) = (server.register("alice"), server.register("bob"));
        let wire = Wire::of(&server, &bob);
        let files: Vec<_> = (0..4_u8).map(|number| wire.upload("text/plain", "", &[number; 9])).collect();
        let room = bob.create_room(json!({}));
        let elsewhere = "mxc://example.org/elsewhere";
        let said = [
            json!({ "body": "a", "url": files[0], "info": { "thumbnail_url": files[1] } }),
            json!({ "body": "b", "file": { "url": files[2] }, "url": elsewhere }),
            json!({ "body": files[3], "url": 5, "info": "mxc:" }),
        ];
        for (number, content) in said.into_iter().enumerate() {
            bob.put(&in_room(&room, &format!("send/m.room.message/{number}")), content).ok();
        }
        let of_room = format!("{ADMIN}/room/{}/media", encode(&room));
        let mut local = files[..3].to_vec();
        local.sort_unstable();
        assert_eq!(admin.get(&of_room).ok(), json!({ "local": local, "remote": [elsewhere] }));
        bob.get(&of_room).refused(403, "M_FORBIDDEN");
        let quarantine = format!("{of_room}/quarantine");
        bob.post(&quarantine, json!({})).refused(403, "M_FORBIDDEN");
        assert_eq!(admin.post(&quarantine, json!({})).ok()["num_quarantined"], 3);
        for uri in &files[..3] {
            wire.get(&download(uri), &[]).refused(404, "M_NOT_FOUND");
        }
        assert_eq!(wire.get(&download(&files[3]), &[]).body, [3; 9]);
        let unknown = format!("{ADMIN}/room/{}/media", encode("!nowhere:localhost"));
        admin.get(&unknown).refused(404, "M_NOT_FOUND");
    });
}

#[test]
fn what_is_deleted_is_gone_and_so_are_its_bytes() {
    on_each_database(|setup| {
        let server = setup.start();
        let (admin, bob) = (server.register("alice"), server.register("bob"));
        let wire = Wire::of(&server, &bob);
        let (first, second) = (wire.upload("text/plain", "", b"same"), wire.upload("text/plain", "", b"same"));
        let others: Vec<_> = (0..3_u8).map(|number| wire.upload("text/plain", "", &[number; 9])).collect();
        age(&setup.folder().join("data/media"));
        let of_media = |uri: &str| format!("{ADMIN}/media/{}", parts(uri));
        bob.delete(&of_media(&first)).refused(403, "M_FORBIDDEN");
        assert_eq!(admin.delete(&of_media(&first)).ok()["total"], 1);
        wire.get(&download(&first), &[]).refused(404, "M_NOT_FOUND");
        assert_eq!(wire.get(&download(&second), &[]).body, b"same", "another URI of the same content");
        admin.delete(&of_media(&first)).refused(404, "M_NOT_FOUND");
        assert_eq!(kept(&setup), (4, 0));
        admin.delete(&of_media(&second)).ok();
        settles_at(&setup, (3, 0));
        let of_bob = format!("{ADMIN}/users/{}/media", encode(&bob.user_id));
        let page = admin.get(&format!("{of_bob}?limit=2")).ok();
        assert_eq!(
            (&page["total"], page["media"].as_array().map(Vec::len), &page["next_token"]),
            (&json!(3), Some(2), &json!(2))
        );
        let rest = admin.get(&format!("{of_bob}?from=2")).ok();
        assert_eq!((rest["media"].as_array().map(Vec::len), rest.get("next_token")), (Some(1), None));
        assert_eq!(admin.delete(&of_bob).ok()["total"], 3);
        settles_at(&setup, (0, 0));
        wire.get(&download(&others[0]), &[]).refused(404, "M_NOT_FOUND");
        admin.delete(&format!("{ADMIN}/users/@nobody:localhost/media")).refused(404, "M_NOT_FOUND");
        assert_eq!(admin.post(&format!("{ADMIN}/purge_media_cache?before_ts=9"), json!({})).ok()["deleted"], 0);
        admin.post(&format!("{ADMIN}/purge_media_cache"), json!({})).refused(400, "M_MISSING_PARAM");
    });
}
