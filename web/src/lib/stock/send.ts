import { postText, Refused } from '$lib/api/client';
import { printFact, type StockFact } from './facts';
import type { StockAnswer } from './types';

export const send = (fact: StockFact): Promise<StockAnswer> => postText<StockAnswer>('/api/stock', printFact(fact));

/** Whether nobody knows if it was taken: the network or the server failed, and the same may be sent again. */
export function isUncertain({ problem }: Refused): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500;
}
