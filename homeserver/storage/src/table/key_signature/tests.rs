use hs_core::nid::UserNid;
use ruma::encryption::KeyUsage;

use super::KeySignatureRow;
use crate::{CrossSigningKeyRow, WriteBatch, testing::on_each_database};

fn signature(key_id: &str, signer: i64) -> KeySignatureRow {
    KeySignatureRow {
        user: UserNid(1),
        key_id: key_id.to_owned(),
        signer: UserNid(signer),
        signer_key_id: "ed25519:x".to_owned(),
        signature: "s".to_owned(),
    }
}

#[tokio::test]
async fn others_see_only_their_own_signatures_and_those_of_the_owner() {
    on_each_database(async |store| {
        let mut batch = WriteBatch::default();
        batch.key_signature.add = vec![signature("m", 1), signature("m", 2), signature("m", 3), signature("gone", 1)];
        let (usage, key) = (KeyUsage::Master, "{}".to_owned());
        batch.cross_signing_key.set.push(CrossSigningKeyRow {
            user: UserNid(1),
            usage,
            public_key: "m".to_owned(),
            key,
        });
        store.commit(batch).await.unwrap();
        let mut batch = WriteBatch::default();
        batch.key_signature.prune.push(UserNid(1));
        store.commit(batch).await.unwrap();
        let mut seen = store.key_signatures(&[UserNid(1)], Some(UserNid(2))).await.unwrap();
        seen.sort_by_key(|row| row.signer);
        assert_eq!(seen, [signature("m", 1), signature("m", 2)]);
        let mut batch = WriteBatch::default();
        batch.key_signature.remove.push((UserNid(1), "m".to_owned()));
        store.commit(batch).await.unwrap();
        assert!(store.key_signatures(&[UserNid(1)], Some(UserNid(2))).await.unwrap().is_empty());
    })
    .await;
}
