import type { BoxDiscrepancy, Link } from '$lib/api/types';

/** One step of a box's chain: a statement, or an offer with the acceptance or withdrawal that answered it. */
export interface Step {
  links: [Link, ...Link[]];
  discrepancies: BoxDiscrepancy[];
  main: boolean;
}

/** The chain as steps, discrepancies at the step that made them; those about no step come last. */
export function stepsOf(
  links: readonly Link[],
  discrepancies: readonly BoxDiscrepancy[],
): { steps: Step[]; loose: BoxDiscrepancy[] } {
  const steps: Step[] = [];
  for (const link of links) {
    const answers = link.kind === 'accept' || link.kind === 'withdraw';
    const before = answers && link.main ? steps.findLast((step) => step.main) : undefined;
    if (before?.links.length === 1 && before.links[0].kind === 'offer') before.links.push(link);
    else steps.push({ links: [link], discrepancies: [], main: link.main });
  }
  const loose = discrepancies.filter((discrepancy) => {
    const step = steps.findLast((one) => one.links.some(({ id }) => discrepancy.statements.includes(id)));
    step?.discrepancies.push(discrepancy);
    return !step;
  });
  return { steps, loose };
}
