//! How long each stage of a build takes, on a kit that is made here. benches/README.md tells how to read it.

mod kit;

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::{Date, date};
use rayon::prelude::*;
use talktrack::check::{self, Asked, Dead, Scope};
use talktrack::load::{self, Loaded};
use talktrack::pipeline::{self, Kept};
use talktrack::project::Project;
use talktrack::ready::{Memory, Ready, Wanted, ready};
use talktrack::render::{self, Finished, Output};
use talktrack::text::Audience;
use talktrack::view;
use talktrack::view::audience::{Reader, seen_by};
use talktrack::write::{self, Options};

#[cfg(not(target_env = "msvc"))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

const COMPETITORS: usize = 200;
const TODAY: Date = date(2026, 11, 23);

/// A kit on disk.
struct Bench {
    folder: tempfile::TempDir,
    project: Project,
    bytes: u64,
}

impl Bench {
    fn make() -> Bench {
        let folder = tempfile::tempdir().expect("a folder");
        let bytes = kit::write(folder.path(), COMPETITORS).expect("a kit");
        let project = Project::find(folder.path()).expect("the kit");
        Bench { folder, project, bytes }
    }

    fn ready(&self) -> Ready {
        let made = ready(&self.project, &mut Memory::default(), None, TODAY, Scope::Pages, None);
        let (ready, built) = made.expect("a kit that can be read");
        ready.unwrap_or_else(|| panic!("a kit without errors: {:?}", built.diagnostics.0.first()))
    }
}

fn wanted() -> Wanted {
    Wanted {
        reader: Reader { audience: Audience::Internal, drafts: false, segment: None, region: None },
        only: Vec::new(),
        targets: vec![render::target("html").expect("the target")],
        single_file: false,
        since: None,
        output: Output::default(),
        today: TODAY,
    }
}

fn load(c: &mut Criterion) {
    let bench = Bench::make();
    let mut group = c.benchmark_group("load");
    group.throughput(Throughput::Bytes(bench.bytes));
    group.bench_function("files to trees", |b| b.iter_with_large_drop(|| load::load(&bench.project)));
    group.finish();
}

fn check(c: &mut Criterion) {
    let bench = Bench::make();
    let loaded = load::load(&bench.project).expect("a kit that can be read");
    let copy =
        || Loaded { kit: loaded.kit.clone(), sources: loaded.sources.clone(), diagnostics: loaded.diagnostics.clone() };
    let mut group = c.benchmark_group("check");
    group.throughput(Throughput::Bytes(bench.bytes));
    for (name, scope) in [("rules of a build", Scope::Pages), ("every rule", Scope::All)] {
        let dead = Dead::new();
        let asked = Asked { scope, today: TODAY, dead: &dead };
        group.bench_function(name, |b| {
            b.iter_batched(copy, |loaded| check::check(loaded, &asked), BatchSize::PerIteration);
        });
    }
    group.finish();
}

fn view(c: &mut Criterion) {
    let bench = Bench::make();
    let (ready, wanted) = (bench.ready(), wanted());
    let (seen, order) = (seen_by(&ready.checked, &wanted.reader), ready.order(&wanted));
    let pages = view::view(&ready.checked, &seen, &order).0;
    let mut group = c.benchmark_group("view");
    group.throughput(Throughput::Elements(pages.pages.len() as u64));
    group.bench_function("which pages there are", |b| {
        b.iter_with_large_drop(|| {
            let seen = seen_by(&ready.checked, &wanted.reader);
            black_box(view::view(&ready.checked, &seen, &order).0.pages)
        });
    });
    group.bench_function("what they show", |b| {
        b.iter(|| pages.subjects().par_iter().for_each(|of| drop(black_box(pages.look(of)))));
    });
    group.finish();
}

fn render(c: &mut Criterion) {
    let bench = Bench::make();
    let (ready, wanted) = (bench.ready(), wanted());
    let (seen, order) = (seen_by(&ready.checked, &wanted.reader), ready.order(&wanted));
    let (pages, press) = (view::view(&ready.checked, &seen, &order).0, ready.press(&wanted));
    let mut group = c.benchmark_group("render");
    group.throughput(Throughput::Elements(pages.pages.len() as u64));
    group.bench_function("pages to bytes", |b| {
        b.iter(|| render::render(&pages, &press, &|file: Finished| black_box(file.bytes).len()).taken.len())
    });
    group.finish();
}

fn write(c: &mut Criterion) {
    let bench = Bench::make();
    let kept = Kept::default();
    let built = pipeline::build(&bench.project, &wanted(), &|path, bytes| kept.put(path, bytes)).expect("a build");
    assert!(built.paths.is_some(), "a kit without errors");
    let files = kept.files();
    let put = |out: &Path| write::write(out, &files, &Options::default()).expect("a folder that can be written");
    let mut group = c.benchmark_group("write");
    group.throughput(Throughput::Elements(files.len() as u64));
    group.bench_function("a new folder", |b| {
        let fresh = || tempfile::tempdir_in(bench.folder.path()).expect("a folder");
        b.iter_batched_ref(fresh, |out| put(out.path()), BatchSize::PerIteration);
    });
    group.bench_function("nothing changed", |b| {
        let out = bench.folder.path().join("public");
        put(&out);
        b.iter(|| put(&out));
    });
    group.finish();
}

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(12));
    targets = load, check, view, render, write
}
criterion_main!(stages);
