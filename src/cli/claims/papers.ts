/** @file The papers whose claims are measured. */
const paper = (cite: string, id: string) => ({ cite, url: `https://arxiv.org/abs/${id}` });

export const LLAMA2 = paper("Touvron et al. 2023, Llama 2, §3.2.3", "2307.09288");
export const RSO = paper("Liu et al. 2023, Statistical Rejection Sampling", "2309.06657");
export const CRINGE = paper("Xu et al. 2023, Pairwise Cringe Loss", "2312.16682");
export const SELF = paper("Yuan et al. 2024, Self-Rewarding Language Models", "2401.10020");
export const OAIF = paper("Guo et al. 2024, Online AI Feedback", "2402.04792");
export const GAO = paper("Gao et al. 2022, Reward Model Overoptimization", "2210.10760");
export const IPO = paper("Azar et al. 2023, IPO", "2310.12036");
export const SPIN = paper("Chen et al. 2024, SPIN", "2401.01335");
export const REST = paper("Gulcehre et al. 2023, ReST", "2308.08998");
export const RLAIF = paper("Lee et al. 2023, RLAIF", "2309.00267");
export const PPO = paper("Ziegler et al. 2019, Fine-Tuning from Human Preferences", "1909.08593");
