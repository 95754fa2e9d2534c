//! End-to-end encryption from server to server, by a client that real people use.

use federation_tests::Network;
use hs_testkit::talk_in_private;

#[test]
fn people_of_two_servers_talk_in_private_and_verify_each_other() {
    let network = Network::new();
    let (here, there) = (network.start(), network.start());
    talk_in_private(here.setup(), &here.register("alice"), &there.register("bob"));
    here.assert_sound();
    there.assert_sound();
}

#[test]
fn so_do_people_of_this_server_and_of_synapse() {
    let network = Network::new();
    let (here, synapse) = (network.start(), network.start_synapse_at("127.0.0.3"));
    talk_in_private(here.setup(), &here.register("alice"), &synapse.client().register("bob"));
    here.assert_sound();
}
