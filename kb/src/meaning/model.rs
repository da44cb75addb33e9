//! The model in the user's data folder: all-MiniLM-L6-v2 with int8 weights, run in this process on the CPU.
#![expect(clippy::disallowed_methods, reason = "the model's own files; no vault file is touched here")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rten::{ModelOptions, NodeId, RunOptions, ThreadPool, ValueOrView};
use rten_tensor::prelude::*;
use rten_tensor::{NdTensor, NdTensorView};
use tokenizers::{Tokenizer, TruncationParams};

use super::vector::{DIMENSIONS, Vector};
use super::{Embedder, MeaningError};

/// The model's name, which is also its folder's below `models` in the user's data folder.
pub const MODEL_NAME: &str = "all-MiniLM-L6-v2-int8";
/// The files it needs, in the order they are looked for.
pub const MODEL_FILES: [&str; 2] = ["model.onnx", "tokenizer.json"];
/// Their BLAKE3 sums. A file that is another is not even looked into: a damaged one can keep the runtime busy for ever.
const SUMS: [&str; 2] = [
    "b2a68b34a45c28477ee9619f6f1ed03064209e3c3dae66aac2cedc4ee59c286d",
    "82483bb4f0bdb81779f295ecc5a93285d2156834e994a2169f9800e4c8f250c1",
];
/// What they take on disk, in bytes.
pub const MODEL_BYTES: u32 = 22_928_619 + 466_247;
/// Names model and recipe. The sums fix the files; the number grows when a text is made into a vector in another way.
const KEY: &str = "all-MiniLM-L6-v2-int8/2";
/// Pieces of words read of a text, its start and end marks included: what the model was trained on.
pub const TOKENS: usize = 256;
/// Bytes looked at of a text: a piece has 100 characters at most, nearly all have fewer than ten.
const BYTES: usize = 16_384;

/// A loaded model.
pub struct Model {
    folder: PathBuf,
    tokenizer: Tokenizer,
    graph: rten::Model,
    inputs: [NodeId; 3],
    output: NodeId,
    /// One thread of the lowest priority.
    quiet: Arc<ThreadPool>,
}

impl Model {
    /// Loads the model in `folder`; `None` when there is none.
    ///
    /// # Errors
    /// [`MeaningError`] when it is there and incomplete, unreadable or damaged.
    pub fn open(folder: &Path) -> Result<Option<Self>, MeaningError> {
        let [graph, words] = MODEL_FILES.map(|name| folder.join(name));
        let (graph_bytes, word_bytes) = match (read(&graph)?, read(&words)?) {
            (None, None) => return Ok(None),
            (None, _) => return Err(incomplete(folder, MODEL_FILES[0])),
            (_, None) => return Err(incomplete(folder, MODEL_FILES[1])),
            (Some(graph), Some(words)) => (graph, words),
        };
        check(&graph, &graph_bytes, SUMS[0])?;
        check(&words, &word_bytes, SUMS[1])?;
        let tokenizer = tokenizer(&word_bytes).map_err(damaged(&words))?;
        let graph_model = ModelOptions::with_all_ops().load(graph_bytes).map_err(damaged(&graph))?;
        let node = |name: &str| graph_model.node_id(name).map_err(damaged(&graph));
        let inputs = [node("input_ids")?, node("attention_mask")?, node("token_type_ids")?];
        let output = node("last_hidden_state")?;
        let quiet = Arc::new(ThreadPool::with_num_threads(1));
        quiet.run(give_way);
        Ok(Some(Self { folder: folder.to_owned(), tokenizer, graph: graph_model, inputs, output, quiet }))
    }

    /// Whether a model lies in `folder`, whole or not, without loading it.
    #[must_use]
    pub fn is_in(folder: &Path) -> bool {
        MODEL_FILES.iter().any(|name| folder.join(name).is_file())
    }

    /// Where it was loaded from.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// One text a run: the model measures the numbers of a whole run before it rounds them, so a text's vector would depend
    /// on its company.
    fn run(&self, text: &str, options: Option<RunOptions>) -> Result<Vector, MeaningError> {
        let failed = |reason: String| MeaningError::Failed { bytes: text.len(), reason };
        let read = self.tokenizer.encode_fast(head(text), true).map_err(|error| failed(error.to_string()))?;
        let length = read.get_ids().len();
        let row = |values: Vec<i32>| ValueOrView::from(NdTensor::from_data([1, length], values));
        let ids = read.get_ids().iter().map(|id| id.cast_signed()).collect();
        let [ids_in, mask_in, kinds_in] = self.inputs;
        let inputs = vec![(ids_in, row(ids)), (mask_in, row(vec![1; length])), (kinds_in, row(vec![0; length]))];
        let [hidden] = self.graph.run_n(inputs, [self.output], options).map_err(|error| failed(error.to_string()))?;
        let hidden: NdTensorView<'_, f32, 3> =
            (&hidden).try_into().map_err(|error: rten::TryFromValueError| failed(error.to_string()))?;
        if hidden.size(0) != 1 || hidden.size(2) != DIMENSIONS {
            return Err(failed(format!("it answered with {:?} numbers, not {DIMENSIONS} a piece", hidden.shape())));
        }
        Ok(mean(&hidden))
    }
}

impl std::fmt::Debug for Model {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Model").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Embedder for Model {
    fn key(&self) -> &str {
        KEY
    }

    fn embed(&self, text: &str) -> Result<Vector, MeaningError> {
        self.run(text, None)
    }

    fn embed_quietly(&self, text: &str) -> Result<Vector, MeaningError> {
        self.run(text, Some(RunOptions::default().with_thread_pool(Some(Arc::clone(&self.quiet)))))
    }
}

/// The mean over the pieces of a text. Every piece counts: nothing is padded.
fn mean(hidden: &NdTensorView<'_, f32, 3>) -> Vector {
    let mut sum = [0.0_f32; DIMENSIONS];
    for piece in 0..hidden.size(1) {
        for (at, sum) in sum.iter_mut().enumerate() {
            *sum += hidden[[0, piece, at]];
        }
    }
    // The length is made one anyway: a mean and a sum point the same way.
    Vector::of(&sum)
}

fn tokenizer(bytes: &[u8]) -> Result<Tokenizer, tokenizers::Error> {
    let mut tokenizer = Tokenizer::from_bytes(bytes)?;
    tokenizer.with_padding(None);
    tokenizer.with_truncation(Some(TruncationParams { max_length: TOKENS, ..TruncationParams::default() }))?;
    // A text that says "[SEP]" means these five characters.
    tokenizer.set_encode_special_tokens(true);
    Ok(tokenizer)
}

/// What is read of a text.
fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(BYTES)]
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, MeaningError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(MeaningError::Unreadable { path: path.to_owned(), source }),
    }
}

/// Whether the file is the one this version of Casebook knows.
fn check(path: &Path, bytes: &[u8], wanted: &str) -> Result<(), MeaningError> {
    let found = blake3::hash(bytes).to_hex();
    if found.as_str() == wanted {
        return Ok(());
    }
    let reason = format!("its BLAKE3 sum is {found}, not {wanted}");
    Err(MeaningError::Damaged { path: path.to_owned(), reason })
}

fn incomplete(folder: &Path, missing: &'static str) -> MeaningError {
    MeaningError::Incomplete { folder: folder.to_owned(), missing }
}

fn damaged<E: std::fmt::Display>(path: &Path) -> impl Fn(E) -> MeaningError + Copy {
    move |error| MeaningError::Damaged { path: path.to_owned(), reason: error.to_string() }
}

/// Lets every other thread of the machine go first. Where the system has no such thing for one thread, nothing happens.
fn give_way() {
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, 19) {
        tracing::debug!(%error, "the model's thread keeps its priority");
    }
}
