/** @file Self-rewarding, in Korean by its English. */
export default {
  "M_0 has read judges' words already: about one document in twelve of its pre-training is a grade with its reason.":
    "M_0은 심판의 글을 이미 읽었습니다. 사전 학습 문서 열둘 가운데 하나쯤이 이유를 붙인 점수입니다.",
  "EFT teaches grades that gold gives, with noise; the paper keeps what its own start model wrote in agreement with human ranks.":
    "EFT는 참 보상이 잡음을 섞어 준 점수를 가르칩니다. 논문은 시작 모델이 쓴 것 가운데 사람의 순위와 맞는 것을 남깁니다.",
  "New prompts come from the fixed start model, as told in the post; in the paper from a fixed Llama-2-Chat 70B. A model this small has never read a list, so it begins each prompt by itself instead of going on with eight examples; the knob S gives it examples.":
    "새 프롬프트는 고정된 시작 모델이 씁니다. 논문에서는 고정된 Llama-2-Chat 70B입니다. 이렇게 작은 모델은 목록을 읽어 본 적이 없어 예시 여덟 개를 잇는 대신 프롬프트를 스스로 시작합니다. 예시는 노브 S로 줍니다.",
  "Refused prompts are made up for by the task's own, counted on screen.":
    "거절된 만큼은 과제의 프롬프트로 채우고, 그 수를 화면에 보입니다.",
  "The judge writes one reason and one score from 0 to 5; the paper's adds up five criteria.":
    "심판은 이유 하나와 0–5점의 점수 하나를 씁니다. 논문의 심판은 다섯 기준을 더합니다.",
  "AdamW at constant learning rates and tens of prompts a round; the paper trains on thousands of pairs with early stopping.":
    "학습률을 고정한 AdamW와 라운드당 프롬프트 수십 개를 씁니다. 논문은 수천 쌍으로 학습하며 조기 종료를 씁니다.",
  Models: "모델 수",
  "M_1 is fine-tuned on the seed data; every later one learns from the grades of the one before.":
    "M_1은 시드 데이터로 미세 조정하고, 그 뒤로는 앞 모델의 점수에서 배웁니다.",
  "Instruction examples": "지시 예시",
  "Answers of the task's own text that M_0 is fine-tuned on. The paper has 3,200.":
    "M_0을 미세 조정하는 과제의 답변 수. 논문은 3,200개입니다.",
  "Judge examples": "심판 예시",
  "Graded answers that M_0 is fine-tuned on. The paper has 1,630; none leaves the judge as it is.":
    "M_0을 미세 조정하는, 점수가 매겨진 답변 수. 논문은 1,630개이며, 0이면 심판이 그대로입니다.",
  "New prompts a round": "라운드당 새 프롬프트",
  "Prompts answered and judged each round; each gives one pair at most.":
    "라운드마다 답하고 채점하는 프롬프트. 하나가 쌍을 많아야 하나 냅니다.",
  "Examples for the writer": "쓰는 모델의 예시",
  "Prompts shown to the writer as a list to go on with. 0: it begins one by itself.":
    "이어 쓰라고 보여 주는 프롬프트 목록의 길이. 0이면 스스로 시작합니다.",
  "Divides the logits when sampling answers. The loss always reads log-probabilities at 1.":
    "답변을 샘플링할 때 로짓을 나눕니다. 손실은 언제나 온도 1의 로그 확률을 읽습니다.",
  Nucleus: "누적 확률",
  "Answers are drawn from the likeliest tokens that hold this share of the probability.":
    "이만큼의 확률을 차지하는 상위 토큰에서만 답변을 뽑습니다.",
  Score: "점수",
  "expected grade: Σ k·P(k) where the judge is about to write the grade. sampled grades: those it wrote, as in the paper.":
    "기대 점수는 심판이 점수를 쓰려는 자리의 Σ k·P(k)입니다. 뽑은 점수는 논문처럼 실제로 쓴 것입니다.",
  "expected grade": "기대 점수",
  "sampled grades": "뽑은 점수",
  "Gradings of an answer": "답변당 채점 횟수",
  "Times that the judge reads each answer; the score is the mean.":
    "심판이 답변 하나를 읽는 횟수. 점수는 그 평균입니다.",
  "Temperature of the judge": "심판의 온도",
  "Divides the logits when the judge writes. At 1 its grades are drawn from the law it has learnt.":
    "심판이 쓸 때 로짓을 나눕니다. 1이면 배운 분포 그대로 점수를 뽑습니다.",
  "Equal scores": "동점",
  "drop: no pair, as in the paper. keep: a die decides between equal scores.":
    "버리기: 논문처럼 쌍을 만들지 않습니다. 남기기: 동점을 주사위로 가립니다.",
  drop: "버리기",
  keep: "남기기",
  "Learn from": "배우는 것",
  pairs: "쌍",
  "best only": "최고 답변만",
  "pairs: DPO on best against worst. best only: imitation of the best answers, which the paper found not to help.":
    "쌍: 최고와 최저를 맞세운 DPO. 최고 답변만: 최고 답변을 따라 배우기로, 논문에서는 도움이 되지 않았습니다.",
  "Larger stays closer to the reference, which is M_t.":
    "클수록 기준 모델인 M_t 가까이에 머뭅니다.",
  "Pairs, or examples of the seed data, in one gradient step.":
    "그래디언트 스텝 하나에 쓰는 쌍, 또는 시드 데이터의 예시 수.",
  "AdamW's step size, constant, for both kinds of training. Small models want larger rates than the paper's.":
    "두 학습에 함께 쓰는 AdamW의 보폭이며 고정입니다. 작은 모델에는 논문보다 큰 학습률이 맞습니다.",
  "random selection pairs two answers as they come; shuffled rewards deals the scores at random among a prompt's answers.":
    "무작위 선택은 나온 순서대로 답변 둘을 짝짓고, 보상 섞기는 한 프롬프트의 점수를 답변들에 마구 나누어 줍니다.",
  "Each round makes M_{t+1} out of M_t, which writes, judges and learns.":
    "라운드마다 M_t가 쓰고 채점하고 배워서 M_{t+1}이 됩니다.",
  "First the seed data: answers to imitate, and answers with a judge's reason and grade.":
    "먼저 시드 데이터입니다. 따라 배울 답변, 그리고 심판의 이유와 점수가 붙은 답변입니다.",
  "The start model, which never changes, writes new prompts; unfit ones are refused.":
    "변하지 않는 시작 모델이 새 프롬프트를 씁니다. 맞지 않는 것은 거절합니다.",
  "The same network is asked to grade each answer from 0 to 5. It has no other teacher now, so watch whether its grades still tell good from bad.":
    "같은 신경망에게 답변마다 0–5점을 매기게 합니다. 이제 다른 스승이 없으니, 점수가 여전히 좋고 나쁨을 가리는지 지켜보세요.",
  "The best answer meets the worst. Equal scores teach nothing and are dropped.":
    "가장 좋은 답변이 가장 나쁜 답변과 만납니다. 동점에서는 배울 것이 없어 뺍니다.",
  "How much further than M_t the policy leans to the chosen answer, in nats.":
    "정책이 M_t보다 선호 답변 쪽으로 얼마나 더 기울었는지, nat 단위.",
  "One step on a minibatch; E times through all pairs, once through the seed data.":
    "미니배치로 한 스텝씩, 쌍 전체를 E번, 시드 데이터는 한 번 돕니다.",
} as Readonly<Record<string, string>>;
