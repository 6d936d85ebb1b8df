/** @file Who scores or labels, in Korean; a name that is not known stays as it is. */
import { particleFor } from "./ko-particles.ts";

export const names: Readonly<Record<string, string>> = {
  policy: "정책",
  "reward model": "보상 모델",
  "your own reward": "직접 만든 보상",
  "your own data": "내 데이터",
  "gold reward": "참 보상",
  "proxy reward": "대리 보상",
  "independent evaluator": "독립 평가자",
  "the policy itself": "정책 자신",
  "a judge with a known error": "오차가 알려진 심판",
  "start model": "시작 모델",
  "simulated grader": "모의 채점자",
  "language model": "언어 모델",
  "GPU programs of the language model": "언어 모델의 GPU 프로그램",
  "GPU programs of the reward model": "보상 모델의 GPU 프로그램",
  "GPU programs of the annotator": "평가자의 GPU 프로그램",
  "task’s own writer": "과제에 딸린 글쓴이",
  "world’s own writer": "이 세계에 딸린 글쓴이",
  annotator: "평가자",
  "instructed annotator XS": "지시형 평가자 XS",
  "instructed annotator S": "지시형 평가자 S",
  "instructed annotator L": "지시형 평가자 L",
  "simulated annotator": "모의 평가자",
  "person at the screen": "화면 앞의 사람",
};

export const who = (by: string): string => names[by] ?? by;

/** 보상 모델은, 참 보상은. */
export const whoTopic = (by: string): string => who(by) + particleFor(who(by), "은");
