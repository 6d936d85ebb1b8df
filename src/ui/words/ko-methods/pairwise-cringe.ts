/** @file Pairwise cringe, in Korean by its English. */
export default {
  "Likelihood and cringe are each averaged over their tokens, and no derivative goes through the gate; the paper's margin and widths were tuned for a larger model.":
    "가능도와 cringe는 각각 토큰 수로 평균하고, 게이트로는 미분이 흐르지 않습니다. 논문의 마진과 폭은 더 큰 모델에 맞춘 값입니다.",
  "Weight of cringe": "cringe 가중치",
  "How much the rejected answer counts against the chosen one's likelihood. Nothing bounds how unlikely it may become: from about 0.2 on, the language model falls apart within a dozen steps.":
    "선호 답변의 가능도에 견주어 비선호 답변을 얼마나 칠지. 비선호 답변이 얼마나 드물어질지 막는 것이 없어서, 0.2쯤부터는 언어 모델이 열몇 단계 만에 무너집니다.",
  "Likeliest others": "대안 토큰 수",
  "Each rejected token is set against one other token, drawn from the k likeliest.":
    "비선호 토큰마다 확률이 높은 k개 가운데 하나를 뽑아 맞세웁니다.",
  "The gate is half open where the chosen answer is likelier by b nats; past it the pair fades out.":
    "선호 답변이 b nat만큼 더 그럴듯한 곳에서 게이트가 반쯤 열립니다. 그 너머에서는 쌍의 영향이 사라집니다.",
  "Width of the gate": "게이트의 폭",
  "Nats over which the gate closes. Small is a hard margin.":
    "게이트가 닫히는 데 걸리는 nat. 작으면 딱딱한 마진이 됩니다.",
  "What the policy might say instead of each rejected token, as it stands at this step.":
    "지금의 정책이 비선호 토큰 대신 말했을 법한 토큰입니다.",
  "The gate is open while the chosen answer is not yet likelier by b nats.":
    "선호 답변이 아직 b nat만큼 더 그럴듯하지 않은 동안 게이트가 열려 있습니다.",
  "The chosen answer is imitated; each rejected token loses against the one drawn instead.":
    "선호 답변은 따라 배우고, 비선호 토큰은 대신 뽑힌 토큰에 집니다.",
  "random selection pairs two answers as they come; shuffled rewards deals the rewards at random among a prompt's answers. There is no KL term to leave out: without the gate, b at its highest, nothing holds back.":
    "무작위 선택은 나온 순서대로 두 답변을 짝짓고, 보상 섞기는 한 프롬프트의 보상을 답변들에 마구 나누어 줍니다. 뺄 KL 항은 없습니다. 문이 없으면, 곧 b가 가장 크면 붙잡는 것이 없습니다.",
} as Readonly<Record<string, string>>;
