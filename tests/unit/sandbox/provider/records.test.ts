import assert from "node:assert/strict";
import { clean, serviceWith, target } from "./configuredService";
import { FakeAws } from "./fakeAws";
import { alarmCases } from "./cases/alarms";
import { analyticsCases } from "./cases/analytics";
import { cloudtrailCases } from "./cases/cloudtrail";
import { kmsCases } from "./cases/kms";
import { logsIamSnsCases } from "./cases/logsIamSns";
import { s3Cases } from "./cases/s3";
import { supportedTypes } from "../../../../sandbox/provider/registry";
import type { Properties } from "../../../../sandbox/provider/propertyValues";

const cases = [
  ...kmsCases,
  ...s3Cases,
  ...cloudtrailCases,
  ...logsIamSnsCases,
  ...alarmCases,
  ...analyticsCases,
];
const seed = new Uint8Array([1]);

describe("records of the aws provider", () => {
  it("has a case for every type it serves", () => {
    assert.deepEqual(cases.map(({ type }) => type).sort(), supportedTypes);
  });

  for (const example of cases) {
    const { type, id, answers } = example;
    const at = target(type);

    describe(type, () => {
      const create = async () => {
        const aws = new FakeAws(answers);
        const service = serviceWith(aws);
        const { inputs, failures } = service.check(at, { olds: {}, news: example.inputs, seed });
        assert.deepEqual(failures, []);
        const made = await service.create("c", at, inputs, false);
        return { aws, service, inputs, made };
      };
      const changeTo = (service: ReturnType<typeof serviceWith>, inputs: Properties, change: Properties) => {
        const news = clean({ ...example.inputs, ...change });
        const checked = service.check(at, { olds: inputs, news, seed });
        assert.deepEqual(checked.failures, []);
        return checked.inputs;
      };

      it("is created by these calls, and its state is what AWS tells", async () => {
        const { aws, made } = await create();
        assert.deepEqual(aws.changes, example.creates);
        assert.deepEqual(clean(made), { id, state: example.state });
      });

      it("shows no change and no drift when nothing changed", async () => {
        const { aws, service, inputs, made } = await create();
        aws.forget();
        assert.deepEqual([...service.diff("c", at, made.state, inputs).changes], []);
        const found = await service.read("c", at, { id, state: made.state, inputs });
        assert.deepEqual(clean(found), clean({ id, state: made.state, inputs }));
        assert.deepEqual(aws.changes, []);
      });

      for (const { change, calls } of example.updates) {
        it(`is updated to ${JSON.stringify(change)} by exactly these calls`, async () => {
          const { aws, service, inputs, made } = await create();
          const news = changeTo(service, inputs, change);
          assert.deepEqual(service.diff("c", at, made.state, news).replaces, []);
          aws.forget();
          await service.update("c", at, { id, state: made.state, news, preview: false });
          assert.deepEqual(aws.changes, calls);
        });
      }

      for (const { change, deleteBeforeReplace = false } of example.replaces) {
        it(`is replaced by ${JSON.stringify(change)}`, async () => {
          const { service, inputs, made } = await create();
          const diff = service.diff("c", at, made.state, changeTo(service, inputs, change));
          assert.deepEqual(diff.replaces, Object.keys(change));
          assert.equal(diff.deleteBeforeReplace, deleteBeforeReplace);
        });
      }

      it("is deleted by these calls, and twice is fine", async () => {
        const { aws, service, made } = await create();
        aws.forget();
        await service.delete("c", at, id, made.state);
        assert.deepEqual(aws.changes, example.removes);
        aws.answers = { ...answers, ...example.gone };
        await service.delete("c", at, id, made.state);
      });

      it("is found to be gone by a refresh", async () => {
        const { aws, service, inputs, made } = await create();
        aws.answers = { ...answers, ...example.gone };
        assert.equal(await service.read("c", at, { id, state: made.state, inputs }), undefined);
      });

      it("is imported by its id with inputs that give no change", async () => {
        const { service, made } = await create();
        const found = await service.read("c", at, { id, state: {} });
        assert.equal(found?.id, id);
        const { inputs, failures } = service.check(at, { olds: {}, news: found?.inputs ?? {}, seed });
        assert.deepEqual(failures, []);
        const { changes } = service.diff("c", at, found?.state ?? {}, inputs);
        assert.deepEqual([...changes], []);
        assert.deepEqual(Object.keys(found?.state.tagsAll ?? {}), Object.keys(made.state.tagsAll ?? {}));
      });
    });
  }
});
