//! `talktrack schema`: a JSON Schema for each kind of file, for completion in editors.

use std::path::Path;

use super::{Outcome, print};
use crate::cli::{Cli, Schema};
use crate::error::Error;
use crate::model::{ENTITIES, schema, settings_schema};

/// Runs it.
pub fn run(cli: &Cli, args: &Schema) -> Result<Outcome, Error> {
    write(&args.out)?;
    if !cli.quiet {
        print(&format!("{} schemas in {}\n", ENTITIES.len() + 1, args.out.display()));
    }
    Ok(Outcome::Fine)
}

/// Writes all schemas into a folder: `talktrack.json`, and one a folder below `content/`.
pub fn write(out: &Path) -> Result<(), Error> {
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |cause| Error::Unwritable { path, cause }
    };
    std::fs::create_dir_all(out).map_err(unwritable(out))?;
    for (name, json) in all() {
        let path = out.join(format!("{name}.json"));
        let text = serde_json::to_string_pretty(&json).unwrap_or_default() + "\n";
        if std::fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        let mut temp = tempfile::NamedTempFile::new_in(out).map_err(unwritable(&path))?;
        std::io::Write::write_all(&mut temp, text.as_bytes()).map_err(unwritable(&path))?;
        temp.persist(&path).map_err(|e| Error::Unwritable { path: path.clone(), cause: e.error })?;
        readable(&path);
    }
    Ok(())
}

/// Temporary files are made for their owner alone; a schema is for everybody.
fn readable(path: &Path) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644));
    }
    #[cfg(not(unix))]
    let _ = path;
}

/// Name of the file and its schema.
fn all() -> Vec<(&'static str, serde_json::Value)> {
    let settings = ("talktrack", schema::published(settings_schema(), "settings", schema::Holds::One));
    let entity = |kind: &crate::model::EntityKind| {
        let holds = if kind.has_ids { schema::Holds::OneOrMany } else { schema::Holds::Many };
        (kind.folder, schema::published((kind.schema)(), kind.folder, holds))
    };
    std::iter::once(settings).chain(ENTITIES.iter().map(entity)).collect()
}
