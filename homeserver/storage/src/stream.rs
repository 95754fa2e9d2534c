//! The stream head: how far the one server-wide order of changes has come.

use hs_core::nid::StreamPosition;
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, Statement};

use crate::entity::stream_head::Entity;

/// The one row's key.
const ROW: i64 = 1;

/// Takes the next `count` positions and says the last of them. The row stays locked until the transaction ends.
pub(crate) async fn advance(tx: &DatabaseTransaction, count: i64) -> Result<StreamPosition, DbErr> {
    let statement = Statement::from_sql_and_values(
        tx.get_database_backend(),
        "UPDATE stream_head SET head = head + $1 WHERE id = $2 RETURNING head",
        [count.into(), ROW.into()],
    );
    let row = tx.query_one_raw(statement).await?.ok_or_else(missing)?;
    Ok(StreamPosition(row.try_get("", "head")?))
}

/// The last position that was committed.
pub(crate) async fn head(db: &impl ConnectionTrait) -> Result<StreamPosition, DbErr> {
    let row = Entity::find_by_id(ROW).one(db).await?.ok_or_else(missing)?;
    Ok(StreamPosition(row.head))
}

fn missing() -> DbErr {
    DbErr::RecordNotFound("stream_head has no row".to_owned())
}
