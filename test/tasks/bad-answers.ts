/** @file Hand-written answers, good to bad, and the ways in which answers are broken. */

export const HAND = {
  reviews: {
    prompt: "Review of a steel kettle, about the handle:",
    best: "I love the handle: it stays cool and fits my hand well. I never need a cloth to pick it up.",
    ranked: [
      "I love the handle: it stays cool and fits my hand well. I never need a cloth to pick it up.",
      "The handle stays cool, but it feels loose. I will keep it for now.",
      "The handle burns my fingers and feels loose. I want my money back.",
      "It is okay.",
    ],
    offTopic:
      "I love the battery: it lasts all weekend and charges in an hour. I only charge it on Sundays.",
    repeated:
      "Wonderful wonderful wonderful wonderful wonderful wonderful wonderful wonderful wonderful.",
  },
  summaries: {
    prompt:
      "Post: Maria wants to sell her blue bicycle. The price is 60 dollars. You can see it at the market. Come on Saturday. The only problem is that the brakes are weak. Summary:",
    best: "Maria is selling a blue bicycle for 60 dollars at the market on Saturday, but the brakes are weak.",
    ranked: [
      "Maria is selling a blue bicycle for 60 dollars at the market on Saturday, but the brakes are weak.",
      "Maria is selling a blue bicycle for 60 dollars.",
      "Something is for sale.",
      "Tom is selling a red bicycle for 20 dollars.",
    ],
    offTopic:
      "Dan fell off his bicycle in the park and broke his arm, so he cannot work for six weeks.",
    repeated: "60 dollars 60 dollars 60 dollars Maria Maria Maria Saturday Saturday market market.",
  },
  replies: {
    prompt: "Request: My kettle came without the lid. Can you send it before Friday? Reply:",
    best: "I am so sorry about the missing lid. I will send the lid today, and it will reach you before Friday.",
    ranked: [
      "I am so sorry about the missing lid. I will send the lid today, and it will reach you before Friday.",
      "Thank you for your message. The lid should have been in the box.",
      "Maybe. We will see.",
      "That is not my problem. Do not write to me again.",
    ],
    offTopic: "Of course! I have put your name on a table in the garden for Monday at six.",
    repeated: "Please please please thank you thank you thank you please thank you please.",
  },
} as const;

/** Broken answers that no reward may like; `prompt` is for the answer that only copies it. */
export function broken(prompt: string): Record<string, string> {
  return {
    empty: "",
    blank: " \n\t ",
    stop: ".",
    gibberish: "xq zzv blorp fnurgle wibbet grrk tolp mmv quux prantle vosk",
    shuffled: "the it hand and well cool a I pick never love stays fits my to up cloth handle",
    Korean: "손잡이가 시원하고 손에 잘 맞아서 정말 마음에 들어요. 다음에도 꼭 다시 사고 싶습니다.",
    emoji: "😀😀😀 👍👍 🔥🔥🔥",
    "the prompt": prompt,
    "10,000 characters": "I love it so much. ".repeat(527).slice(0, 10_000),
  };
}
