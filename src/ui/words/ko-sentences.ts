/** @file The stage's sentence in Korean, by the same rules as the English one. */
import { count, distance, fixed, percent } from "../numbers.ts";
import type { Reading } from "../reading.ts";
import { model } from "./en-judging.ts";
import { whoTopic } from "./ko-who.ts";

type Of<K extends Reading["kind"]> = Extract<Reading, { kind: K }>;

const of = (n: number) => `${count(n)}개`;

function fit({ seen, total, accuracy }: Of<"fit">): string {
  const progress =
    seen >= total
      ? `보상 모델이 레이블이 붙은 쌍 ${of(total)}를 모두 읽었`
      : `보상 모델이 레이블이 붙은 쌍 ${of(total)} 가운데 ${of(seen)}를 읽었`;
  return accuracy === null
    ? `${progress}습니다.`
    : `${progress}고, 처음 보는 쌍은 ${percent(accuracy)}를 맞힙니다.`;
}

function sample({ prompts, answers, unfinished, given }: Of<"sample">): string {
  if (given) return `내 데이터에는 프롬프트 ${of(prompts)}에 답변 ${of(answers)}가 있습니다.`;
  const wrote = `정책이 프롬프트 ${of(prompts)}에 답변 ${of(answers)}를 썼`;
  if (unfinished === 0) return `${wrote}습니다.`;
  if (unfinished === answers) return `${wrote}는데, 모두 길이 제한에 걸렸습니다.`;
  return `${wrote}고, 그중 ${of(unfinished)}는 길이 제한에 걸렸습니다.`;
}

function score({ answers, low, high, by }: Of<"score">): string {
  const head = `${whoTopic(by)} 답변 ${of(answers)}를 읽`;
  if (low < high) return `${head}고 ${fixed(low, 1)}에서 ${fixed(high, 1)}까지 점수를 매겼습니다.`;
  if (answers === 0) return `${head}었습니다.`;
  return answers === 1
    ? `${head}고 ${fixed(low, 1)}점을 매겼습니다.`
    : `${head}고 모두 ${fixed(low, 1)}점을 매겼습니다. 더 나은 답변이 없습니다.`;
}

function select({ kept, gain }: Of<"select">): string {
  const best =
    kept === 1
      ? "가장 좋은 답변 하나를 남깁니다"
      : `프롬프트 ${of(kept)}에서 가장 좋은 답변을 하나씩 남깁니다`;
  return `${best}. 평균보다 ${fixed(gain, 1)} 높습니다.`;
}

function accept(reading: Of<"accept">): string {
  const { prompts, candidates, kept, passes, gain, beta, rule, beyond } = reading;
  if (kept === candidates) return `남길 만큼만 뽑혔으므로 ${of(kept)}를 모두 채택합니다.`;
  const head = `답변 ${of(candidates)} 가운데 ${of(kept)}를`;
  if (beta === null) {
    return rule === "gumbel"
      ? `${head} 무작위로 채택했습니다.`
      : `${head} 채택했습니다. 보상과 상관없이 프롬프트 ${of(prompts)}마다 먼저 나온 순서입니다.`;
  }
  const better = `평균보다 ${fixed(Math.abs(gain), 1)} ${gain < 0 ? "낮" : "높"}`;
  if (beta === 0) return `${head} 채택했습니다. 가장 좋은 것들로, ${better}습니다.`;
  if (beyond > 0.5) {
    return `${head} 채택했고 ${better}습니다. 다만 이 표본으로는 β가 요구하는 만큼 기울일 수 없습니다.`;
  }
  return rule === "gumbel"
    ? `${head} 한 번에 채택했고, ${better}습니다.`
    : `${head} 프롬프트당 평균 ${fixed(passes, 1)}회 훑어 채택했고, ${better}습니다.`;
}

function filter({ kept, pool, number, thresholds, gain }: Of<"filter">): string {
  const place = thresholds > 1 ? `문턱 ${thresholds}개 중 ${number}번째` : "문턱";
  if (kept === 0) return `${place}: 답변 ${of(pool)} 가운데 넘은 것이 없어 이 단계를 건너뜁니다.`;
  if (kept === pool) return `${place}: 답변 ${of(pool)}가 모두 남습니다.`;
  return `${place}: 답변 ${of(pool)} 가운데 ${of(kept)}가 남고, 평균보다 ${fixed(gain, 1)} 높습니다.`;
}

function rollout({ answers, up, kl, target }: Of<"rollout">): string {
  const head = `답변 ${of(answers)} 가운데 ${of(up)}가 기대보다 나았습니다`;
  const far = `기준 모델에서 ${distance(kl)} nat 떨어져 있`;
  if (target === null) return `${head}. ${far}습니다.`;
  return `${head}. ${far}고, 목표는 ${fixed(target, 1)} nat입니다.`;
}

function label({ labels, sure, open, by, place }: Of<"label">): string {
  const head = `${whoTopic(by)} ${of(labels)} 쌍을 비교`;
  if (place) {
    return `${head}했고, 매번 ${place === "first" ? "첫째" : "둘째"} 답변을 골랐습니다.`;
  }
  if (labels === 0) return `${head}했습니다.`;
  if (sure === labels) return `${head}했고, 매번 확신했습니다.`;
  if (open === labels) return `${head}했지만, 어느 쌍도 우열을 가리기 어려웠습니다.`;
  if (open > labels / 2) return `${head}했지만, ${of(open)}는 우열을 가리기 어려웠습니다.`;
  return sure === 0
    ? `${head}했지만, 확신한 것은 없습니다.`
    : `${head}했고, ${of(sure)}를 확신했습니다.`;
}

function prompts({ accepted, attempts, own }: Of<"prompts">): string {
  if (attempts === 0) return `과제의 프롬프트 ${of(own)}를 씁니다.`;
  if (accepted === 0) {
    return `시작 모델이 쓴 것은 하나도 쓸 수 없어, 과제의 프롬프트 ${of(own)}를 씁니다.`;
  }
  const head = `시작 모델이 ${of(attempts)}를 시도해 새 프롬프트 ${of(accepted)}를 썼습니다`;
  return own === 0 ? `${head}.` : `${head}. 모자라는 ${of(own)}는 과제의 것으로 채웠습니다.`;
}

function judge({ answers, failures, most, level, of: all }: Of<"judge">): string {
  if (failures === 1) return "심판이 읽을 수 있는 점수를 하나도 내지 않아, 배울 것이 없습니다.";
  const head = `심판이 정책의 답변 ${of(answers)}를 채점했`;
  if (level === all) return `${head}지만, 어느 프롬프트에서도 우열을 가리지 못했습니다.`;
  if (most.share > 0.5) {
    return `${head}고, 점수의 ${percent(most.share)}가 ${count(most.grade)}점입니다.`;
  }
  if (level > 0) return `${head}고, 프롬프트 ${of(all)} 중 ${of(level)}는 모두 동점입니다.`;
  return `${head}습니다.`;
}

function exam({ t, rate, low, high, pairs }: Of<"exam">): string {
  if (pairs === 0) return `심판으로서 ${model(t)}의 점수에는 견줄 수 있는 둘이 없습니다.`;
  const head = `심판으로서 ${model(t)}의 순서는 평가용 쌍의 ${percent(rate)}에서 참 보상과 같습니다`;
  if (low <= 0.5 && high >= 0.5) return `${head}. 이 수로는 동전 던지기와 구별되지 않습니다.`;
  return high < 0.5 ? `${head}. 동점을 틀린 것으로 세면 동전보다 못합니다.` : `${head}.`;
}

function pair({ pairs, ties }: Of<"pair">): string {
  if (pairs === 0) return "이 답변들에서는 쌍이 나오지 않았습니다. 순서를 가릴 것이 없었습니다.";
  const head = `선호된 답변을 앞에 두어 ${of(pairs)} 쌍을 만들었습니다`;
  return ties === 0 ? `${head}.` : `${head}. 동점 ${of(ties)}는 뺐습니다.`;
}

function update({ moved, loss, items, update: n }: Of<"update">): string {
  if (moved === null) {
    return `업데이트 ${count(n)}: 항목 ${of(items)}의 손실은 ${fixed(loss, 3)}입니다.`;
  }
  if ("kept" in moved) return `이 스텝으로 남긴 답변의 확률이 ${likelier(moved.kept)}.`;
  if ("drawn" in moved) return `이 스텝으로 첫 답변의 확률이 ${likelier(moved.drawn)}.`;
  const { chosen, rejected } = moved;
  if (chosen - rejected < 0) return "배치의 나머지가 반대로 끌어, 이 쌍의 격차가 줄었습니다.";
  if (chosen >= 0 && rejected < 0) {
    if (-rejected > 1.5 * chosen) return "끌어올린 힘보다 내리누른 힘이 더 컸습니다.";
    if (chosen > -1.5 * rejected) return "내리누른 힘보다 끌어올린 힘이 더 컸습니다.";
    return "이 스텝은 선호 답변을 끌어올리고 비선호 답변을 내리눌렀습니다.";
  }
  return chosen < 0
    ? "두 답변 모두 확률이 줄었고, 비선호 답변이 더 줄었습니다."
    : "두 답변 모두 확률이 늘었고, 선호 답변이 더 늘었습니다.";
}

function likelier(nats: number): string {
  const size = fixed(Math.abs(nats), Math.abs(nats) < 0.1 ? 3 : 2);
  return `${size} nat만큼 ${nats >= 0 ? "커졌습니다" : "작아졌습니다"}`;
}

function evaluate({ first, gold, proxy, fromPeak, kl, prompts }: Of<"evaluate">): string {
  if (first) return "아직 학습 전입니다. 앞으로의 모든 변화를 여기에 견줍니다.";
  const moved = `기준 모델에서 ${distance(kl)} nat 떨어진 곳에서`;
  if (fromPeak.clear && fromPeak.by < 0 && proxy.clear && proxy.by > 0) {
    return `대리 보상은 올랐지만 참 보상은 최고점에서 ${fixed(-fromPeak.by)} 떨어졌습니다. 과최적화입니다.`;
  }
  if (!gold.clear) {
    return `${moved}, 프롬프트 ${of(prompts)}로 구별할 만한 참 보상의 변화는 없습니다.`;
  }
  return `${moved}, 참 보상이 처음보다 ${fixed(Math.abs(gold.by))} ${gold.by > 0 ? "올랐" : "내렸"}습니다.`;
}

/** One full sentence for what just happened. */
function sentence(reading: Reading): string {
  switch (reading.kind) {
    case "fit":
      return fit(reading);
    case "round":
      return reading.round === reading.rounds && reading.rounds > 1
        ? `전체 ${count(reading.rounds)}라운드 중 마지막 라운드를 시작합니다.`
        : `전체 ${count(reading.rounds)}라운드 중 ${count(reading.round)}라운드를 시작합니다.`;
    case "sample":
      return sample(reading);
    case "score":
      return score(reading);
    case "select":
      return select(reading);
    case "accept":
      return accept(reading);
    case "demonstrate":
      return `${whoTopic(reading.by)} 답변 ${of(reading.examples)}를 예시로 주었습니다.`;
    case "filter":
      return filter(reading);
    case "prompts":
      return prompts(reading);
    case "judge":
      return judge(reading);
    case "exam":
      return exam(reading);
    case "rollout":
      return rollout(reading);
    case "label":
      return label(reading);
    case "pair":
      return pair(reading);
    case "update":
      return update(reading);
    case "evaluate":
      return evaluate(reading);
  }
}

export const sentences = { sentence };
