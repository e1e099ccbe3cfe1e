import ts from "typescript";
import { floatingPromise } from "./type-hints.ts";

/**
 * Calls whose promise is not awaited. TypeScript accepts them, but in a function the work may be lost:
 * Lambda freezes the function as soon as its handler has returned.
 */
export function findFloatingPromises(file: ts.SourceFile, checker: ts.TypeChecker): ts.Diagnostic[] {
  const found: ts.Diagnostic[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression) && isPromise(node.expression, checker)) {
      const name = node.expression.expression.getText(file);
      found.push({
        file,
        start: node.getStart(file),
        length: node.getWidth(file),
        code: floatingPromise(),
        category: ts.DiagnosticCategory.Error,
        messageText: `${name}(…) is not awaited.`,
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isPromise(call: ts.CallExpression, checker: ts.TypeChecker): boolean {
  return checker.getTypeAtLocation(call).symbol?.name === "Promise";
}
