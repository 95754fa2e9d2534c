use hs_core::nid::UserNid;

use super::AcceptedPolicyRow;
use crate::{WriteBatch, testing::on_each_database};

#[tokio::test]
async fn what_was_accepted_is_kept_for_each_user() {
    on_each_database(async |store| {
        let row = |user, policy_id: &str, version: &str| AcceptedPolicyRow {
            user: UserNid(user),
            policy_id: policy_id.to_owned(),
            version: version.to_owned(),
            accepted_ts: 5,
        };
        let mut batch = WriteBatch::default();
        batch.accepted_policy.rows = vec![row(1, "terms", "2"), row(1, "privacy", "1.0"), row(2, "terms", "1")];
        store.commit(batch).await.unwrap();
        let of_first = store.accepted_policies(UserNid(1)).await.unwrap();
        assert_eq!(of_first, [row(1, "privacy", "1.0"), row(1, "terms", "2")]);
        assert_eq!(store.accepted_policies(UserNid(3)).await.unwrap(), []);
    })
    .await;
}
