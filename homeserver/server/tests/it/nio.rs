//! End-to-end encryption with a client that real people use: `matrix-nio`, from `PyPI`.

use hs_testkit::talk_in_private;

use crate::on_each_database;

#[test]
fn two_people_with_matrix_nio_talk_in_private_and_verify_each_other() {
    on_each_database(|setup| {
        let server = setup.start();
        talk_in_private(&setup, &server.register("alice"), &server.register("bob"));
        server.assert_sound();
    });
}
