/** @file Best-of-N fine-tuning, in Korean by its English. */
export default {
  "Each round goes on from the weights of the last one.":
    "라운드마다 앞 라운드의 가중치에서 이어 갑니다.",
  "No PPO stage after the rejection-sampling rounds.":
    "거부 샘플링 라운드 뒤의 PPO 단계는 없습니다.",
  "Times that candidates are drawn from the newest policy, which is then fine-tuned.":
    "가장 새로운 정책에서 후보를 뽑고 그 정책을 미세 조정하는 횟수.",
  "Prompts drawn each round; each contributes its best answer.":
    "라운드마다 뽑는 프롬프트. 하나가 가장 좋은 답변 하나를 냅니다.",
  "Answers drawn to each prompt. N = 1 is the control: imitation without selection.":
    "프롬프트마다 뽑는 답변 수. N = 1은 대조군, 곧 선택 없는 모방입니다.",
  "Divides the logits when sampling. The paper finds that the best value moves as training goes on.":
    "샘플링할 때 로짓을 나눕니다. 논문에 따르면 최적값은 학습이 진행되며 달라집니다.",
  "Fine-tune on": "학습 대상",
  "Pooling the best answers of all rounds is the paper's remedy against forgetting.":
    "모든 라운드의 최고 답변을 모으는 것이 논문이 택한 망각 방지책입니다.",
  "Times each round goes through its pool.": "라운드마다 모아 둔 답변을 도는 횟수.",
  "Examples in one gradient step.": "그래디언트 스텝 하나에 쓰는 예시 수.",
  "random selection keeps the first answer of each prompt; shuffled rewards deals the rewards at random among its answers. There is no KL term to leave out.":
    "무작위 선택은 프롬프트의 첫 답변을 남기고, 보상 섞기는 그 보상을 답변들에 마구 나누어 줍니다. 뺄 KL 항은 없습니다.",
  "One round: draw, keep the best, imitate it.":
    "한 라운드: 뽑고, 가장 좋은 것을 남기고, 따라 배웁니다.",
  "The newest policy answers every prompt N times.":
    "가장 새로운 정책이 프롬프트마다 N번 답합니다.",
  "Only the best answer to each prompt is kept, next to the best of earlier rounds.":
    "프롬프트마다 가장 좋은 답변만 남겨, 앞선 라운드의 것들과 함께 둡니다.",
  "The pool is shuffled anew in every epoch.": "모아 둔 답변은 에폭마다 새로 섞습니다.",
  "Ordinary fine-tuning: every token of the kept answers is made likelier.":
    "평범한 미세 조정입니다. 남긴 답변의 모든 토큰을 더 그럴듯하게 만듭니다.",
  "By default the reward model stays the same; in the paper it is trained anew on fresh human labels before every round. With labels a round above 0 it learns from the annotator's, on pairs of the newest policy's answers.":
    "기본값에서는 보상 모델이 그대로입니다. 논문에서는 라운드마다 사람의 새 레이블로 다시 학습합니다. 라운드당 레이블이 0보다 크면 최신 정책의 답변 쌍에 평가자가 붙인 레이블로 배웁니다.",
  "Warmer each round": "라운드마다 온도 변화",
  "Added to the temperature after every round, within 0.1 to 2. The paper samples hotter from later policies, up to 1.3.":
    "라운드가 끝날 때마다 온도에 더합니다(0.1–2). 논문은 나중 정책일수록 더 뜨겁게, 1.3까지 뽑습니다.",
  "Labels a round": "라운드당 레이블",
  "Pairs of the newest policy's answers that the annotator labels before each selection; the reward model goes on learning from them. 0 keeps it as it is.":
    "고르기 전마다 평가자가 레이블을 붙이는 최신 정책의 답변 쌍. 보상 모델이 이어서 배웁니다. 0이면 그대로 둡니다.",
  "The newest reward model knows what the newest policy says.":
    "최신 보상 모델은 최신 정책의 말을 압니다.",
} as Readonly<Record<string, string>>;
