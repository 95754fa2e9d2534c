use hs_core::nid::UserNid;
use ruma::device_id;

use super::SlidingConnectionRow;
use crate::{
    DeviceRow, Store,
    testing::{on_each_database, write},
};

fn row(conn_id: &str, serial: i64, previous: Option<(i64, String)>) -> SlidingConnectionRow {
    SlidingConnectionRow {
        user: UserNid(1),
        device_id: device_id!("PHONE").to_owned(),
        conn_id: conn_id.to_owned(),
        serial,
        told: format!("told {serial}"),
        previous,
        used_ts: serial,
    }
}

async fn tell(store: &Store, row: SlidingConnectionRow) {
    write(store, |batch| batch.sliding_connection.rows.push(row)).await;
}

#[tokio::test]
async fn a_connection_keeps_two_records_and_goes_with_its_device() {
    on_each_database(async |store| {
        let phone = device_id!("PHONE");
        write(&store, |batch| {
            batch.device.add.push(DeviceRow {
                user: UserNid(1),
                device_id: phone.to_owned(),
                display_name: None,
                created_ts: 0,
                last_seen_ts: None,
                last_seen_ip: None,
                user_agent: None,
            });
        })
        .await;
        tell(&store, row("", 1, None)).await;
        tell(&store, row("other", 5, None)).await;
        tell(&store, row("", 2, Some((1, "told 1".to_owned())))).await;
        let found = store.sliding_connection(UserNid(1), phone, "").await.unwrap();
        assert_eq!(found, Some(row("", 2, Some((1, "told 1".to_owned())))));
        let names = async || {
            let found = store.sliding_connections(UserNid(1), phone).await.unwrap();
            found.into_iter().map(|(name, _)| name).collect::<Vec<_>>()
        };
        assert_eq!(names().await, ["other", ""]);
        write(&store, |batch| batch.sliding_connection.used.push((UserNid(1), phone.to_owned(), String::new(), 9)))
            .await;
        let found = store.sliding_connections(UserNid(1), phone).await.unwrap();
        assert_eq!(found, [(String::new(), vec![2, 1]), ("other".to_owned(), vec![5])]);
        write(&store, |batch| {
            batch.sliding_connection.removed.push((UserNid(1), phone.to_owned(), "other".to_owned()));
        })
        .await;
        assert_eq!(store.sliding_connection(UserNid(1), phone, "other").await.unwrap(), None);
        write(&store, |batch| batch.device.remove.push((UserNid(1), phone.to_owned()))).await;
        assert_eq!(names().await, Vec::<String>::new());
    })
    .await;
}
