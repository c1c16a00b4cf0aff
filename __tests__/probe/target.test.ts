import { describe, expect, it } from 'vitest';
import type { LoadBalancerShape } from '../../src/probe/load-balancer-shape.ts';
import { chooseProbeTarget, parseProbeUrl } from '../../src/probe/target.ts';

const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/loadBalancers/lb';
const frontendId = `${id}/frontendIPConfigurations/front`;
const frontendIPConfiguration = { id: frontendId.toUpperCase() };

const rule = (name: string, properties: object = {}) => ({
  name,
  properties: {
    frontendIPConfiguration,
    protocol: 'Tcp',
    frontendPort: 80,
    backendPort: 8080,
    ...properties,
  },
});
const healthProbe = (name: string, protocol: string, port: number, requestPath?: string) => ({
  id: `${id}/probes/${name}`,
  name,
  properties: { protocol, port, ...(requestPath === undefined ? {} : { requestPath }) },
});
const probedBy = (name: string) => ({ probe: { id: `${id}/PROBES/${name}` } });

function choose(properties: LoadBalancerShape['properties'], address = '203.0.113.7') {
  return chooseProbeTarget({ address, frontendId, loadBalancer: { properties } });
}

describe('the target of the prober', () => {
  it('is a rule of the production frontend with the path of its health probe', () => {
    const elsewhere = { frontendIPConfiguration: { id: `${id}/frontendIPConfigurations/other` } };
    const choice = choose({
      loadBalancingRules: [
        rule('internal', { ...elsewhere, ...probedBy('web') }),
        rule('ssh', { frontendPort: 22, backendPort: 22 }),
        rule('web', probedBy('web')),
      ],
      probes: [healthProbe('web', 'Http', 8080, '/health?full=1')],
    });
    expect(choice).toEqual({
      kind: 'target',
      target: {
        protocol: 'http',
        url: 'http://203.0.113.7:80/health?full=1',
        source: 'load-balancing rule web and the path of health probe web',
      },
      skipped: [],
    });
  });

  it('puts an IPv6 address in brackets, and a slash before a path without one', () => {
    const choice = choose(
      {
        loadBalancingRules: [rule('web', probedBy('web'))],
        probes: [healthProbe('web', 'Https', 8080, 'up')],
      },
      '2001:db8::7',
    );
    expect(choice).toMatchObject({ target: { protocol: 'https', url: 'https://[2001:db8::7]:80/up' } });
  });

  it.each([
    { what: 'asks by TCP itself', probes: [healthProbe('web', 'Tcp', 8080)] },
    { what: 'asks another port than the rule serves', probes: [healthProbe('web', 'Http', 8081, '/')] },
    { what: 'is missing', probes: [] },
  ])('is asked by TCP where the health probe $what', ({ probes }) => {
    const choice = choose({ loadBalancingRules: [rule('web', probedBy('web'))], probes });
    expect(choice).toMatchObject({
      target: {
        protocol: 'tcp',
        url: 'tcp://203.0.113.7:80',
        source: expect.stringContaining('load-balancing rule web, by TCP'),
      },
    });
  });

  it('is a NAT rule, or else a NAT pool, where no rule can be asked', () => {
    const natRule = rule('ssh', { frontendPort: 2201 });
    const natRange = rule('range', { frontendPort: undefined, frontendPortRangeStart: 2500 });
    const natPool = rule('pool', { frontendPortRangeStart: 50000 });
    const { frontendPort: _, ...natPoolProperties } = {
      ...natPool.properties,
      frontendPortRangeStart: 50000,
    };
    const inboundNatPools = [{ name: 'pool', properties: natPoolProperties }];
    const udp = rule('dns', { protocol: 'Udp', frontendPort: 53 });
    expect(choose({ loadBalancingRules: [udp], inboundNatRules: [natRule], inboundNatPools })).toMatchObject({
      target: { url: 'tcp://203.0.113.7:2201', source: expect.stringContaining('inbound NAT rule ssh') },
      skipped: [expect.stringContaining('load-balancing rule dns serves Udp')],
    });
    expect(choose({ inboundNatRules: [natRange], inboundNatPools })).toMatchObject({
      target: { url: 'tcp://203.0.113.7:2500' },
    });
    expect(choose({ inboundNatPools })).toMatchObject({
      target: { url: 'tcp://203.0.113.7:50000', source: expect.stringContaining('inbound NAT pool pool') },
    });
  });

  it('is none where nothing can be asked, with the reasons', () => {
    const choice = choose({
      loadBalancingRules: [
        rule('dns', { protocol: 'Udp', frontendPort: 53 }),
        rule('every', { protocol: 'All', frontendPort: 0 }),
      ],
    });
    expect(choice).toEqual({
      kind: 'none',
      skipped: [
        'load-balancing rule dns serves Udp, where no connection is made that could fail',
        'load-balancing rule every serves every port, so none of them is known to answer',
      ],
    });
    expect(choose({})).toEqual({ kind: 'none', skipped: [] });
  });

  it.each([
    { value: 'https://www.contoso.example/health', protocol: 'https' },
    { value: 'http://www.contoso.example:8080/', protocol: 'http' },
    { value: 'tcp://www.contoso.example:22', protocol: 'tcp' },
  ])('is the given URL $value at the production address', ({ value, protocol }) => {
    const choice = chooseProbeTarget({
      address: '203.0.113.7',
      probeUrl: parseProbeUrl(value),
      frontendId,
      loadBalancer: { properties: {} },
    });
    expect(choice).toEqual({
      kind: 'target',
      target: { protocol, url: value, source: 'input probe-url', connectHost: '203.0.113.7' },
      skipped: [],
    });
  });

  it.each([
    '',
    'www.contoso.example',
    'ftp://a/',
    'tcp://a',
    'tcp://a:1/path',
    'http://',
    'https://user:secret@a/',
  ])('refuses %j as URL and names what is allowed', (value) => {
    expect(() => parseProbeUrl(value)).toThrow('is not understood. Allowed: http://HOST[:PORT][/PATH]');
  });
});
