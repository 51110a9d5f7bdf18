//! The one integration binary: stories of users, and of those who mean harm.

mod attacks;
mod audiences;
mod builds;
mod cases;
mod collateral;
mod complete;
mod corpus;
mod diff;
mod edits;
mod errors;
mod every_field;
mod finding;
mod golden;
mod layers;
mod living;
mod meaning;
mod news;
mod publishing;
mod reports;
mod sandbox;
mod schemas;
mod shards;
mod start;
mod unchanged;
mod wiki_pages;
mod wikis;
