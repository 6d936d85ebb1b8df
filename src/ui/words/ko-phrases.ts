/** @file Sentences of tasks, engines and errors in Korean, by their English. */
import type { Phrases } from "./book.ts";
import { joined } from "./ko-particles.ts";
import { reasons } from "./ko-trl.ts";
import { names, who } from "./ko-who.ts";

const ENGINES: Readonly<Record<string, string>> = {
  "the first that works here": "여기서 되는 것 중 첫째입니다",
  "asked for": "선택한 엔진입니다",
  "this browser has no WebGPU": "이 브라우저에는 WebGPU가 없습니다",
  "there is no GPU adapter": "GPU 어댑터가 없습니다",
  "the GPU device cannot be opened": "GPU 장치를 열 수 없습니다",
  "this browser has no WebAssembly": "이 브라우저에는 WebAssembly가 없습니다",
  "its binary cannot be loaded": "실행 파일을 불러올 수 없습니다",
};

/** Sentences of the engine's reason, one after another. */
function engine(text: string): string {
  return text
    .replace(
      /(WebGPU|WASM|Plain JavaScript): (the first that works here|asked for)\./g,
      (_, name: string, why: string) => `${name}: ${ENGINES[why]!}.`,
    )
    .replace(
      /(WebGPU|WASM|Plain JavaScript) was passed over: (.*?)\.(?= |$)/g,
      (_, name: string, why: string) => {
        const emulated = /^its only adapter is emulated on the processor \((.*)\)$/.exec(why);
        const told = emulated
          ? `하나뿐인 어댑터가 프로세서로 흉내 낸 것입니다 (${emulated[1]!})`
          : (ENGINES[why] ?? why);
        return `${joined(name, "은")} 건너뛰었습니다: ${told}.`;
      },
    )
    .replaceAll("Plain JavaScript", "순수 JavaScript");
}

export const phrases: Phrases = {
  exact: {
    "Nobody sits here who could answer.": "답해 줄 사람이 여기에 없습니다.",
    "Open this experiment in the page, or choose another annotator.":
      "이 실험을 페이지에서 열거나 다른 평가자를 고르세요.",
    "An instructed annotator is a language model, and the exact world has none.":
      "지시형 평가자는 언어 모델인데, 정확한 세계에는 모델이 없습니다.",
    "Choose another task, or another annotator.": "다른 과제나 다른 평가자를 고르세요.",
    "The questions were left unanswered.": "질문에 답이 없었습니다.",
    "Go on from the last round to be asked again.": "마지막 라운드부터 계속하면 다시 묻습니다.",
    "The annotator's model gave a number that is none.": "평가자 모델이 수가 아닌 값을 냈습니다.",
    "Choose another size of it, or another engine.": "다른 크기나 다른 엔진을 고르세요.",
    ...names,
    ...reasons,
    Reviews: "리뷰",
    Summaries: "요약",
    Replies: "답장",
    "Exact world": "정확한 세계",
    "A short review of a thing, about one of its aspects. Good reviews are pleased and specific.":
      "물건의 한 면에 대한 짧은 리뷰. 좋은 리뷰는 만족스럽고 구체적입니다.",
    "A post of several facts in one or two sentences. Good summaries keep the facts and add none.":
      "여러 사실이 담긴 글을 한두 문장으로. 좋은 요약은 사실을 지키고 보태지 않습니다.",
    "A short answer to a request. Good replies are polite, to the point, and say what comes next.":
      "부탁에 대한 짧은 답. 좋은 답장은 공손하고, 핵심을 짚고, 다음 할 일을 말합니다.",
    "Four questions, ten answers each, every reward known: π* can be drawn beside the policy.":
      "질문 넷에 답변이 열 개씩, 보상을 모두 알아서 π*를 정책 곁에 그릴 수 있습니다.",
    "The exact world is computed in plain JavaScript; it needs no engine.":
      "정확한 세계는 순수 JavaScript로 계산하므로 엔진이 필요 없습니다.",
    "is not a number": "숫자가 아닙니다",
    "is not a whole number": "정수가 아닙니다",
    "is given twice; the first one counts": "두 번 나와서 첫째 것만 씁니다",
    "is not a setting that Tilt knows": "Tilt가 아는 설정이 아닙니다",
    "Check the connection and try again.": "연결을 확인하고 다시 시도하세요.",
    "Check the address and the connection, then try again.":
      "주소와 연결을 확인하고 다시 시도하세요.",
    "The prompt has no words in it.": "프롬프트에 단어가 없습니다.",
    "The prompt is empty.": "프롬프트가 비어 있습니다.",
    "Write a few words.": "몇 마디 써 주세요.",
    "Shorten the prompt.": "프롬프트를 줄이세요.",
    "Shorten the answer.": "답변을 줄이세요.",
    "This model's tokenizer knows none of the prompt's characters.":
      "이 모델의 토크나이저는 프롬프트의 글자를 하나도 모릅니다.",
    "Write the prompt in the language that the model was trained on.":
      "모델이 학습한 언어(영어)로 쓰세요.",
    "The gradient of this update is not finite; the weights were left as they were.":
      "이 업데이트의 그래디언트가 유한하지 않아, 가중치를 그대로 두었습니다.",
    "Lower the learning rate or go back to an earlier round.":
      "학습률을 낮추거나 앞선 라운드로 돌아가세요.",
    "Fork from an earlier round with a lower learning rate η.":
      "학습률 η를 낮추어 앞선 라운드에서 분기하세요.",
    "There is nothing to learn from in this round: every pair was tied or no answer was kept.":
      "이 라운드에는 배울 것이 없습니다. 모든 쌍이 동점이거나 남긴 답변이 없습니다.",
    "Raise the number of prompts, or the temperature so that answers differ.":
      "프롬프트 수를 늘리거나, 온도를 올려 답변이 서로 달라지게 하세요.",
    "Choose another backend; auto finds one that works.":
      "다른 엔진을 고르세요. 자동은 되는 것을 찾아 줍니다.",
    "Switch to WASM, and report this message with the name of your GPU.":
      "WASM으로 바꾸고, GPU 이름과 함께 이 메시지를 알려 주세요.",
    "The reward model gives every sample the same score.":
      "보상 모델이 모든 표본에 같은 점수를 줍니다.",
    "Train it on labelled pairs first.": "먼저 레이블이 붙은 쌍으로 학습하세요.",
    "Go back to a round that this run still holds.":
      "이 실행이 아직 가지고 있는 라운드로 돌아가세요.",
    "The exact world knows four questions and no others.":
      "정확한 세계는 질문 네 개만 알고 다른 것은 모릅니다.",
    "Restart it from the last checkpoint; the log is kept.":
      "마지막 체크포인트에서 다시 시작하세요. 기록은 남아 있습니다.",
    "Let the run reach its first round.": "실행이 첫 라운드에 이르게 하세요.",
    "Another run has taken over this model.": "다른 실행이 이 모델을 넘겨받았습니다.",
    "Fork this run from one of its rounds to go on from there.":
      "이어 가려면 이 실행의 라운드 하나에서 분기하세요.",
    "Check the address: the server answered with a page.":
      "주소를 확인하세요. 서버가 웹 페이지로 답했습니다.",
    "Download the file again.": "파일을 다시 내려받으세요.",
    "Choose a smaller model.": "더 작은 모델을 고르세요.",
    "Choose a plain Llama or Qwen2 model.": "평범한 Llama나 Qwen2 모델을 고르세요.",
    "Use a checkpoint from before the training diverged, or download the file again.":
      "학습이 발산하기 전의 체크포인트를 쓰거나 파일을 다시 내려받으세요.",
  },
  patterns: [
    [
      /^The reward of (.*) has no component (.*)\.$/,
      (task, name) => `${task}의 보상에는 ${name} 성분이 없습니다.`,
    ],
    [/^is none of: (.*)$/, (list) => `다음 중 하나여야 합니다: ${list}`],
    [/^is not between (\S+) and (\S+)$/, (low, high) => `${low}에서 ${high} 사이가 아닙니다`],
    [/^plays no part in (.*)$/, (method) => `${method}에서는 아무 역할이 없습니다`],
    [/^is no knob of (.*)$/, (method) => `${method}의 노브가 아닙니다`],
    [/^((?:WebGPU|WASM|Plain JavaScript)(?:: | was passed over: ).*)$/s, engine],
    [
      /^The text of the task (.*) did not arrive\.$/,
      (task) => `과제 ‘${task}’의 글이 도착하지 않았습니다.`,
    ],
    [
      /^Could not fetch (\S+): (.*)\.$/s,
      (url, why) => `${joined(url, "을")} 가져오지 못했습니다: ${why}.`,
    ],
    [
      /^There is no (\S+) in (.*)\.$/,
      (file, place) => `${place}에 ${joined(file, "이")} 없습니다.`,
    ],
    [/^Write something like: (.*)$/s, (example) => `이렇게 써 보세요: ${example}`],
    [/^Shorten it to something like: (.*)$/s, (example) => `이 정도로 줄여 보세요: ${example}`],
    [/^Ask one of: (.*)$/s, (list) => `이 가운데 하나를 물어보세요: ${list}`],
    [
      /^The prompt has (\S+) characters; the model reads at most (\d+)\.$/,
      (n, most) => `프롬프트가 ${n}자입니다. 모델은 ${most}자까지 읽습니다.`,
    ],
    [
      /^The prompt is (\S+) (tokens|characters) long; this model reads at most (\d+) tokens\.$/,
      (n, unit, most) =>
        `프롬프트가 ${unit === "tokens" ? `토큰 ${n}개` : `${n}자`}입니다. 이 모델은 토큰 ${most}개까지 읽습니다.`,
    ],
    [/^The GPU was lost: (.*)$/s, (why) => `GPU를 잃었습니다: ${why}`],
    [
      /^The GPU refused a (?:kernel|program): (.*)$/s,
      (why) => `GPU가 프로그램을 거부했습니다: ${why}`,
    ],
    [
      /^The (.*) worker stopped: (.*)\.$/s,
      (name, why) => `${who(name)} 워커가 멈췄습니다: ${why}.`,
    ],
    [
      /^Update (\d+) gave loss (\S+) and gradient norm (\S+); the weights are back at the start of round (\d+)\.$/,
      (n, loss, norm, round) =>
        `업데이트 ${n}에서 손실 ${loss}, 그래디언트 노름 ${joined(norm, "이")} 나왔습니다. 가중치는 ${round}라운드의 시작으로 돌아갔습니다.`,
    ],
    [
      /^Update (\d+) gave loss (\S+) and gradient norm (\S+)\.$/,
      (n, loss, norm) =>
        `업데이트 ${n}에서 손실 ${loss}, 그래디언트 노름 ${joined(norm, "이")} 나왔습니다.`,
    ],
    [/^(\S+) stopped: (.*)$/s, (method, why) => `${joined(method, "이")} 멈췄습니다: ${why}`],
    [
      /^(\S+) is a web page, not the weights\.$/,
      (file) => `${joined(file, "은")} 가중치가 아니라 웹 페이지입니다.`,
    ],
    [
      /^(\S+) is a Git LFS pointer, not the weights\.$/,
      (file) => `${joined(file, "은")} 가중치가 아니라 Git LFS 포인터입니다.`,
    ],
    [/^Round (\d+) has no checkpoint\.$/, (round) => `${round}라운드에는 체크포인트가 없습니다.`],
    [
      /^Fork from one of the rounds (.*)\.$/,
      (rounds) => `다음 라운드 중 하나에서 분기하세요: ${rounds}.`,
    ],
  ],
};
