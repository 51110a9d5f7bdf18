//! wip
pub mod check;
pub mod cli;
pub mod commands;
pub mod diagnostic;
pub mod error;
pub mod leak;
pub mod load;
pub mod model;
pub mod pipeline;
pub mod project;
pub mod render;
pub mod report;
pub mod source;
pub mod text;
pub mod view;
pub mod write;
