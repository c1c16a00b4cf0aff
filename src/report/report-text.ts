import type { Report } from './report.ts';

const NO_SAMPLES = '"samples": []';

/** The report as the text of `report.json`: indented for people, and one line for each of the thousands of samples. */
export function reportText(report: Report): string {
  const { probe } = report;
  if (probe === null || probe.samples.length === 0) {
    return `${JSON.stringify(report, null, 2)}\n`;
  }
  const text = JSON.stringify({ ...report, probe: { ...probe, samples: [] } }, null, 2);
  // They are the last member of the last member, so nothing that came from outside can stand behind them.
  const at = text.lastIndexOf(NO_SAMPLES);
  const rows = probe.samples.map((sample) => `      ${JSON.stringify(sample)}`).join(',\n');
  return `${text.slice(0, at)}"samples": [\n${rows}\n    ]${text.slice(at + NO_SAMPLES.length)}\n`;
}
