"""A token classifier of a few words, made here: each known word has its label, whatever stands around it."""

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

LABELS = ("O", "B-NOM", "I-NOM", "B-PRENOM", "B-NAISSANCE", "B-AUTRE")


def write_model(folder: Path, words: Mapping[str, str]) -> None:
    """Write the folder of a model. words: label by word; any other word is « O »."""
    vocabulary = {"[UNK]": 0} | {word: place for place, word in enumerate(words, 1)}
    weights = np.zeros((len(vocabulary), len(LABELS)), dtype=np.float32)
    weights[0, 0] = 1.0
    for word, label in words.items():
        weights[vocabulary[word], LABELS.index(label)] = 1.0
    graph = helper.make_graph(
        [helper.make_node("Gather", ["weights", "input_ids"], ["logits"], axis=0)],
        "labels",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, [1, "tokens"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "tokens", len(LABELS)])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.save(model, str(folder / "model.onnx"))
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(LABELS))}))
    told = {"name": "essai", "labels": {"NOM": "birth_name", "PRENOM": "first_name", "NAISSANCE": "birth_date"}}
    (folder / "liane.json").write_text(json.dumps(told))
