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

/** Why a worker stopped or a file did not come, where it is not the browser's own word. */
const CAUSES: Readonly<Record<string, string>> = {
  "the browser ended it": "브라우저가 끝냈습니다",
  "its script could not be loaded": "스크립트를 불러오지 못했습니다",
  "a message could not be read": "메시지를 읽지 못했습니다",
  "it was closed": "닫혔습니다",
};

const cause = (why: string): string =>
  CAUSES[why] ?? why.replace(/^the server answered (\d+)$/, "서버의 응답 $1");

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
    "is no name of data": "데이터의 이름이 아닙니다",
    "is no sum like 1*polite 0.5*length, weights from -5 to 5, so the reward is left out":
      "1*polite 0.5*length 같은, 가중치가 -5에서 5까지인 합이 아니어서 그 보상을 쓰지 않습니다",
    "is no list of words of up to 40 characters, so the reward is left out":
      "40자까지의 단어를 늘어놓은 목록이 아니어서 그 보상을 쓰지 않습니다",
    "is no number from 0 to 5, so the reward is left out":
      "0에서 5까지의 수가 아니어서 그 보상을 쓰지 않습니다",
    "is too long for a link, so the reward is left out":
      "링크에 담기에 너무 길어서 그 보상을 쓰지 않습니다",
    "has no words in it": "단어가 없습니다",
    "is no list of components": "보상 성분의 목록이 아닙니다",
    "names too many components": "보상 성분이 너무 많습니다",
    "chosen and rejected are the same": "chosen과 rejected가 같습니다",
    "The reference cases did not arrive.": "참고 사례가 도착하지 않았습니다.",
    "Look at the connection, then check again.": "연결을 살펴본 뒤 다시 확인하세요.",
    "This device has no room left for runs.": "이 기기에 실행을 둘 자리가 없습니다.",
    "Delete a run in the library, or save this one as a file; it goes on meanwhile.":
      "보관함에서 실행을 하나 지우거나 이 실행을 파일로 저장하세요. 그동안에도 실행은 이어집니다.",
    "This browser keeps nothing for this page, as in a private window.":
      "이 브라우저는 비공개 창에서처럼 이 페이지의 것을 아무것도 남기지 않습니다.",
    "Save the run as a file if you want it later; it goes on meanwhile.":
      "나중에 쓰려면 실행을 파일로 저장하세요. 그동안에도 실행은 이어집니다.",
    "This run is no longer kept here.": "이 실행은 이제 여기에 없습니다.",
    "Choose another.": "다른 것을 고르세요.",
    "Choose a smaller file, or cut this one.": "더 작은 파일을 고르거나 이 파일을 줄이세요.",
    "There is no run yet.": "아직 실행이 없습니다.",
    "Wait until the first answers stand.": "첫 답변이 나올 때까지 기다리세요.",
    "This browser keeps nothing for this page, so your data cannot be used here.":
      "이 브라우저는 이 페이지의 것을 아무것도 남기지 않아, 내 데이터를 여기서 쓸 수 없습니다.",
    "Leave the private window, or make room on this device.":
      "비공개 창에서 나오거나 이 기기에 자리를 만드세요.",
    "This run uses somebody's own data, which are not on this device.":
      "이 실행은 누군가의 데이터를 쓰는데, 그 데이터가 이 기기에 없습니다.",
    "Open the page Own data and choose the same file, or go on without.":
      "‘내 데이터’ 페이지에서 같은 파일을 고르거나, 데이터 없이 이어 가세요.",
    "Check the connection, or choose another run.": "연결을 확인하거나 다른 실행을 고르세요.",
    "Open it with the Tilt that wrote it.": "그것을 쓴 Tilt로 여세요.",
    "The file is gzipped, but cannot be unpacked: it is damaged or cut off.":
      "gzip 파일이지만 풀 수 없습니다. 손상되었거나 잘렸습니다.",
    "Choose a whole one: save or download it again.":
      "온전한 파일을 고르세요. 다시 저장하거나 내려받으세요.",
    "Open a file that Tilt has written, unchanged.": "Tilt가 쓴 파일을 고치지 말고 여세요.",
    "Train the reward model anew or choose another judge, then fork from the last round.":
      "보상 모델을 새로 학습하거나 다른 심판을 고른 다음, 마지막 라운드에서 분기하세요.",
    "The pairwise ranker has not learned from any labels yet.":
      "쌍별 순위 모델이 아직 어떤 레이블로도 배우지 않았습니다.",
    "Start the run again from its beginning.": "실행을 처음부터 다시 시작하세요.",
    "The copy of the weights is of another model.": "가중치 사본이 다른 모델의 것입니다.",
    "Replay the run from its seed.": "시드에서부터 실행을 다시 계산하세요.",
    "Take a smaller batch or model, or switch to WASM.":
      "배치나 모델을 줄이거나 WASM으로 바꾸세요.",
    "Fork from the last round to try again.": "마지막 라운드에서 분기해 다시 시도하세요.",
    "Take the run up again; where it happens again, go on with the CPU.":
      "실행을 다시 이어 가세요. 또 그러면 CPU로 계속하세요.",
    "Go on with the CPU, and report this message.": "CPU로 계속하고, 이 메시지를 알려 주세요.",
    'Run "git lfs pull" in the checkpoint\'s folder, or download the file itself.':
      "체크포인트 폴더에서 “git lfs pull”을 실행하거나 파일 자체를 내려받으세요.",
    "Use the tokenizer.json that was saved with these weights.":
      "이 가중치와 함께 저장된 tokenizer.json을 쓰세요.",
    "Download all files of the checkpoint again, from one place.":
      "체크포인트의 모든 파일을 한곳에서 다시 내려받으세요.",
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
    "Download the file again and compare its size with the original.":
      "파일을 다시 내려받고 크기를 원본과 견주어 보세요.",
    "Save the checkpoint again with the safetensors library.":
      "safetensors 라이브러리로 체크포인트를 다시 저장하세요.",
    "Choose a smaller model.": "더 작은 모델을 고르세요.",
    "Choose a plain Llama or Qwen2 model.": "평범한 Llama나 Qwen2 모델을 고르세요.",
    "Use a checkpoint from before the training diverged, or download the file again.":
      "학습이 발산하기 전의 체크포인트를 쓰거나 파일을 다시 내려받으세요.",
  },
  patterns: [
    [
      /^The recorded run (.*) did not arrive\.$/,
      (id) => `기록된 실행 ${joined(id, "이")} 도착하지 않았습니다.`,
    ],
    [
      /^(.*) has (.*); the page reads files of up to (.*)\.$/,
      (name, size, most) => `${name}의 크기는 ${size}인데, 이 페이지는 ${most}까지 읽습니다.`,
    ],
    [
      /^The run's (.*) = “(.*)” (.*)\.$/,
      (name, value) => `이 Tilt는 이 실행의 ${name} = “${value}”를 모릅니다.`,
    ],
    [
      /^The score of (\d+) of (\d+) answers is not a finite number; nothing was learned from this round\.$/,
      (broken, n) =>
        `답변 ${n}개 중 ${broken}개의 점수가 유한한 수가 아니어서, 이 라운드에서는 아무것도 배우지 않았습니다.`,
    ],
    [
      /^There is no copy of the weights called (.*)\.$/,
      (name) => `이름이 ${name}인 가중치 사본이 없습니다.`,
    ],
    [
      /^(.*): (.*) numbers do not fit one array of this GPU \((.*) MiB\)\.$/,
      (what, n, most) =>
        `${what}: 수 ${n}개는 이 GPU의 배열 하나(${most} MiB)에 들어가지 않습니다.`,
    ],
    [
      /^The reward of (.*) has no component (.*)\.$/,
      (task, name) => `${task}의 보상에는 ${name} 성분이 없습니다.`,
    ],
    [/^It has: (.*)\.$/, (list) => `있는 성분: ${list}.`],
    [/^is not a whole receipt$/, () => "온전한 영수증이 아닙니다"],
    [/^is none of: (.*)$/, (list) => `다음 중 하나여야 합니다: ${list}`],
    [/^is not between (\S+) and (\S+)$/, (low, high) => `${low}에서 ${high} 사이가 아닙니다`],
    [/^has more than (\S+) characters$/, (most) => `${most}자를 넘습니다`],
    [/^(\S+) is missing$/, (name) => `${joined(name, "이")} 없습니다`],
    [/^(\S+) is empty$/, (name) => `${joined(name, "이")} 비어 있습니다`],
    [/^(\S+) is no text$/, (name) => `${joined(name, "이")} 글이 아닙니다`],
    [/^only (\d+) rows are used$/, (most) => `${most}행까지만 씁니다`],
    [/^plays no part in (.*)$/, (method) => `${method}에서는 아무 역할이 없습니다`],
    [/^is no knob of (.*)$/, (method) => `${method}의 노브가 아닙니다`],
    [/^((?:WebGPU|WASM|Plain JavaScript)(?:: | was passed over: ).*)$/s, engine],
    [
      /^The text of the task (.*) did not arrive\.$/,
      (task) => `과제 ‘${task}’의 글이 도착하지 않았습니다.`,
    ],
    [
      /^Could not fetch (\S+): (.*)\.$/s,
      (url, why) => `${joined(url, "을")} 가져오지 못했습니다: ${cause(why)}.`,
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
      /^The prompt is (\S+) (\S+) long; this model reads at most (\d+) tokens\.$/,
      (n, unit, most) =>
        `프롬프트가 ${unit === "tokens" ? `토큰 ${n}개` : `${n}자`}입니다. 이 모델은 토큰 ${most}개까지 읽습니다.`,
    ],
    [
      /^Prompt and answer (.*) are (\d+) tokens long; the model reads (\d+)\.$/,
      (_, n, most) => `프롬프트와 답변을 더하면 토큰 ${n}개입니다. 모델은 ${most}개까지 읽습니다.`,
    ],
    [/^The GPU was lost: (.*)$/s, (why) => `GPU를 잃었습니다: ${why}`],
    [
      /^The GPU refused a (?:kernel|program): (.*)$/s,
      (why) => `GPU가 프로그램을 거부했습니다: ${why}`,
    ],
    [
      /^The (.*) worker stopped: (.*)\.$/s,
      (name, why) => `${who(name)} 워커가 멈췄습니다: ${cause(why)}.`,
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
    [
      /^(\S+) says that its header is (\d+) bytes long, so it is no safetensors file\.$/,
      (file) => `${joined(file, "은")} safetensors 파일이 아닙니다. 헤더의 길이가 맞지 않습니다.`,
    ],
    [
      /^(\S+) has a header that is not (?:JSON|a JSON object)\.$/,
      (file) => `${file}의 헤더를 읽을 수 없습니다.`,
    ],
    [
      /^(\S+) has (\d+) unclaimed bytes (?:at its end|before tensor ".*")\.$/,
      (file, n) => `${file}에 쓰임을 알 수 없는 ${n}바이트가 있습니다.`,
    ],
    [
      /^(\S+) has (\d+) bytes; the length of its header alone takes 8\.$/,
      (file, n) => `${file}의 크기가 ${n}바이트뿐이라 헤더조차 들어갈 수 없습니다.`,
    ],
    [
      /^(\S+) ends at byte (\d+), inside its header of (\d+) bytes\.$/,
      (file, end, all) =>
        `${joined(file, "이")} ${all}바이트 헤더 도중 ${end}바이트에서 끊겼습니다.`,
    ],
    [
      /^(\S+) ends at byte (\d+); tensor "(.*)" needs bytes up to (\d+)\.$/,
      (file, end, name, all) =>
        `${joined(file, "이")} ${end}바이트에서 끊겼습니다. 텐서 ${joined(name, "은")} ${all}바이트까지 필요합니다.`,
    ],
    [
      /^(\S+): tensor "(.*)" has (NaN|-?Infinity) at \[(.*)\]\.$/,
      (file, name, value, at) => `${file}: 텐서 ${name}의 [${at}] 값이 ${value}입니다.`,
    ],
    [/^Round (\d+) has no checkpoint\.$/, (round) => `${round}라운드에는 체크포인트가 없습니다.`],
    [
      /^Fork from one of the rounds (.*)\.$/,
      (rounds) => `다음 라운드 중 하나에서 분기하세요: ${rounds}.`,
    ],
  ],
};
