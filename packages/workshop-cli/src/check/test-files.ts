/** The test files of these exercises, each once. Those that deploy the step come last: the others give more exact findings. */
export function testFiles(exercises: ReadonlyArray<{ provedBy: readonly string[] }>): string[] {
  const files = [...new Set(exercises.flatMap(({ provedBy }) => provedBy))];
  return [...files.filter((file) => !deploysTheStep(file)), ...files.filter(deploysTheStep)];
}

/** Whether a test file deploys its step, and books flights. */
export function deploysTheStep(file: string): boolean {
  return file.endsWith("flow.test.ts");
}
