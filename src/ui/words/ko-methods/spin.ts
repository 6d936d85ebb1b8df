/** @file SPIN, in Korean by its English. */
export default {
  "The human is the task's own writer: the program whose text the start model was trained on.":
    "사람 역할은 과제에 딸린 글쓴이입니다. 시작 모델이 배운 글을 쓴 프로그램입니다.",
  "AdamW at a constant rate and one λ; the paper lowers the rate in later iterations and raises λ to 5 in the last.":
    "AdamW의 학습률과 λ는 고정입니다. 논문은 뒤로 갈수록 학습률을 낮추고 마지막에 λ를 5로 올립니다.",
  "Tens of prompts an iteration instead of 50,000.":
    "반복마다 프롬프트 5만 개 대신 수십 개를 씁니다.",
  Iterations: "반복 수",
  "Times that the policy plays against what it was before.": "정책이 예전의 자신과 겨루는 횟수.",
  "Prompts an iteration": "반복당 프롬프트",
  "Prompts whose answers are written and drawn anew each iteration.":
    "반복마다 답변을 새로 쓰고 뽑는 프롬프트 수.",
  "Pull to the opponent": "상대로 당기는 힘",
  "Larger stays closer to the opponent, the policy of the last iteration.":
    "클수록 상대, 곧 직전 반복의 정책 가까이에 머뭅니다.",
  "Times each iteration goes through its data.": "반복마다 데이터를 도는 횟수.",
  "continued SFT": "SFT 계속",
  "continued SFT imitates the same written answers without an opponent.":
    "SFT 계속은 상대 없이 같은 글을 따라 배웁니다.",
  "One iteration: the opponent is the policy as it is now.": "한 반복: 상대는 지금의 정책입니다.",
  "The answer that always wins: the task's own writer, in the place of a human.":
    "언제나 이기는 답변: 사람을 대신한 과제의 글쓴이가 씁니다.",
  "The opponent answers the same prompts; its answer always loses.":
    "상대가 같은 프롬프트에 답하고, 언제나 집니다.",
  "Pairs of this iteration and the last, all compared with p_t. Nobody judges; equal answers are left out.":
    "이번과 직전 반복의 쌍을 모두 p_t와 견줍니다. 판정하는 이는 없고, 같은 답변은 뺍니다.",
  "How much further than the opponent the policy leans to the written answer, in nats.":
    "정책이 상대보다 주어진 답변 쪽으로 얼마나 더 기울었는지, nat 단위.",
  "One step on a minibatch. It comes to rest at p_{t+1} ∝ p_t (p_{data}/p_t)^{1/λ}, and for good at p_t = p_{data}.":
    "미니배치로 한 스텝. p_{t+1} ∝ p_t (p_{data}/p_t)^{1/λ}에서 멈추고, p_t = p_{data}가 되면 아주 멈춥니다.",
} as Readonly<Record<string, string>>;
