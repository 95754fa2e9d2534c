//! The lists of rooms that anybody may find.
//! See <https://spec.matrix.org/v1.19/server-server-api/#published-room-directory>.

use hs_core::error::MatrixError;
use hs_rooms::{DirectoryPage, DirectoryQuery};
use ruma::{
    ServerName, UInt,
    api::federation::directory::get_public_rooms_filtered::v1::Request,
    assign,
    directory::{Filter, RoomTypeFilter},
};

use crate::service::Federation;

/// The most rooms that we take from another server at once.
const MAX_PAGE: usize = 500;

impl Federation {
    /// Looks for rooms in the directory of a server; in ours, where none is named.
    pub async fn public_rooms(
        &self,
        server: Option<&ServerName>,
        query: DirectoryQuery,
    ) -> Result<DirectoryPage, MatrixError> {
        let Some(server) = server.filter(|server| !self.is_ours(server)) else {
            return self.rooms.public_rooms(&query).await;
        };
        let filter = assign!(Filter::new(), {
            generic_search_term: query.search,
            room_types: query.room_types.into_iter().map(RoomTypeFilter::from).collect(),
        });
        let limit = query.limit.unwrap_or(MAX_PAGE).min(MAX_PAGE);
        let request = assign!(Request::new(), {
            limit: UInt::try_from(limit).ok(),
            since: query.from,
            filter,
            room_network: query.network,
        });
        let answer = self.client.request(server, request).await?;
        let mut rooms = answer.chunk;
        rooms.truncate(MAX_PAGE);
        let total = answer.total_room_count_estimate.and_then(|total| usize::try_from(u64::from(total)).ok());
        Ok(DirectoryPage {
            total: total.unwrap_or(rooms.len()),
            rooms,
            next: answer.next_batch,
            previous: answer.prev_batch,
        })
    }
}
