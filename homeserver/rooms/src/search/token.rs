//! Where a page of results ended, as text: `r<time>_<event>` among the newest, `k<number>` among the best; both with the
//! number of all results behind a further `_`, which is counted once.

use std::fmt;

use hs_core::{error::MatrixError, nid::EventNid};
use hs_storage::{Found, SearchOrder};

use super::SearchBy;

/// A place among the results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// After an event of this time and number; before the first one where there is none.
    Recent(Option<(i64, EventNid)>),
    /// After so many.
    Rank(u64),
}

/// A place and how many results there are in all, if they were counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SearchToken {
    pub(super) place: Place,
    pub(super) count: Option<usize>,
}

impl Place {
    /// How to ask for what comes next.
    pub(super) fn order(self) -> SearchOrder {
        match self {
            Self::Recent(before) => SearchOrder::Recent { before },
            Self::Rank(skip) => SearchOrder::Rank { skip },
        }
    }

    /// Goes past a find.
    pub(super) fn pass(&mut self, find: &Found) {
        match self {
            Self::Recent(before) => *before = Some((find.origin_server_ts, find.event)),
            Self::Rank(skip) => *skip += 1,
        }
    }
}

impl SearchToken {
    /// Before the first result.
    pub(super) fn start(by: SearchBy) -> Self {
        let place = match by {
            SearchBy::Recent => Place::Recent(None),
            SearchBy::Rank => Place::Rank(0),
        };
        Self { place, count: None }
    }

    /// Reads a token of a search in this order.
    pub(super) fn parse(text: &str, by: SearchBy) -> Result<Self, MatrixError> {
        let refused = || MatrixError::invalid_param("`next_batch` is not a token of such a search");
        read(text, by).ok_or_else(refused)
    }
}

fn read(text: &str, by: SearchBy) -> Option<SearchToken> {
    let (place, count) = text.rsplit_once('_')?;
    let place = match by {
        SearchBy::Recent => {
            let (time, event) = place.strip_prefix('r')?.split_once('_')?;
            Place::Recent(Some((time.parse().ok()?, EventNid(event.parse().ok()?))))
        }
        SearchBy::Rank => {
            let skip = place.strip_prefix('k')?.parse().ok()?;
            Place::Rank(Some(skip).filter(|skip| i64::try_from(*skip).is_ok())?)
        }
    };
    Some(SearchToken { place, count: Some(count.parse().ok()?) })
}

impl fmt::Display for SearchToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Recent(before) => {
                let (time, event) = before.unwrap_or((i64::MAX, EventNid(i64::MAX)));
                write!(f, "r{time}_{event}")?;
            }
            Place::Rank(skip) => write!(f, "k{skip}")?,
        }
        write!(f, "_{}", self.count.unwrap_or(0))
    }
}

#[cfg(test)]
mod tests;
